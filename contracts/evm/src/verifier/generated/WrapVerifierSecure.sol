// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

// Rendered by tools/render_constants.py from the circuit's description. Do not edit.

import {Plonky2Verifier} from "../Plonky2Verifier.sol";
import {Shape} from "../Shape.sol";

/// @title Verifier of the wrap circuit with digest 0x04f742c9f3b2d37b336944aa229cd029565afac8d965e509d9
contract WrapVerifierSecure is Plonky2Verifier {
    /// @inheritdoc Plonky2Verifier
    function shape() public pure override returns (Shape memory s) {
        s.degreeBits = 13;
        s.rateBits = 7;
        s.capHeight = 5;
        s.numQueries = 20;
        s.powBits = 16;
        s.numChallenges = 3;
        s.numWires = 135;
        s.numRoutedWires = 80;
        s.numConstants = 5;
        s.quotientDegreeFactor = 8;
        s.numPartialProducts = 9;
        s.arityBits = new uint256[](2);
        s.arityBits[0] = 3;
        s.arityBits[1] = 3;
    }

    /// @inheritdoc Plonky2Verifier
    function transcriptPrefix() public pure override returns (bytes memory) {
        return hex"000000000000000700000000000000050000000000000010000000000000000100000000000000030000000000000007"
            hex"00000000000000140000000000000000000000000000000d000000000000000300000000000000030004f742c9f3b2d3"
            hex"007b336944aa229c00d029565afac8d90000000065e509d9";
    }

    /// @inheritdoc Plonky2Verifier
    function constantsSigmasCap() public pure override returns (bytes memory) {
        return hex"4215e693ab2a75080535b6a0467e48c2c249d113a9807f82604b3c988d48502df30d9dfeaa301f02ca22e48f00ea126d"
            hex"862ad77f51d185e838c21ca8bee4d4ac4f561049ce299280e302c3186557e1e5c8de8c679c0729aef5e629f1bbd730da"
            hex"856ecac01cf240cd541f2a2aa0dd3bb2fb31f48f03fff1a46fc6217ea698c18b0439f63d309f06c5f732ee04eb9323a3"
            hex"428e83db906e4f36b062855716067a083d2381614d4b4fabffb9ac41b157a58b737de1023a0bdf09ff3640de07f61e0d"
            hex"c467ebdd79c3da9078882c4c9c87f689d80e50baedec9e87857a33b52499e18533beea7cfb540a0bc965b6d2e0097160"
            hex"3a32872c669a03aa143d9646fcb1deaa95a161590ce52db297dd6ca06a2ccbb8975384661017a7a1b6ce65f15c9ae2e8"
            hex"0875f4a9a9b8c54f18796d4b135d51847eb0fa6a2836afdacd0f6b2aa689a027192a0a10f4cc1918c64c4c3ea4df1b7d"
            hex"f046e005c358d9e18ed50e643636ceabda2799fdfd16db5be747d21477dfe161cc4623ce035a7e58bc0317bc6ab7f35f"
            hex"92be4c7ea45d9b9282688f360676ad51cef57d63e57cd682f4013ca80399843b61c2e106e34f48014ddc5bf030406691"
            hex"bce5bab6a606d60ece6bff63ddd2a2a775e961ce6002a4efa88fb7b6c48823f44ef7413deaeeb78e0f22d55d8afeba4b"
            hex"57122531c78f473bde5a3624fbc335aa8d98b87fe2bfc3e4cda7635cc07cd4fb00152f3c9cc9d94732e1f642c6644dfb"
            hex"f555ac441c6296df30a55dbe6fd8da9d72f7f20aeedeab44eb173816d9b5f559773eddcf28f06f722a9430feee01ef60"
            hex"89ec3ecda172140bbc300ae5fc93a24fb5e0c0cd3c76dd22b6d7adbb876d7ed99bc6dfacaaecdb3ae7410f4551c7688e"
            hex"4b45de1cd90746e65ae53a4dd68b80705cb4fed1dfea9aae22bd795629e9f3922b9bd816109f4597ec5a5ecd7db091d9"
            hex"b6971adc68c023d306c6b6dcbca21440f05e721362e010788fec52529728ac023381f200f8f0ac72ae6de33ce2868c62"
            hex"6b24c614464c3c6b32aca102bd8b00656ea3e621f8142584fb02f08b2d1b1bb66b57df22d8f3931212bd87c62ed3057f"
            hex"dd904ba2283dbdcaca6343d9b82ad140b416e7a5f8319b1a0c5e6f994469af85";
    }

    /// @inheritdoc Plonky2Verifier
    function kIs() public pure override returns (bytes memory) {
        return hex"0000000000000001c65c18b67785d9004139ee0f91d2bc4d3126238589bddd9afc888b5ad9d9cf9ddb839b958fb0c621"
            hex"c1027e88107a44d89800333bb7a1746d561584a698241a202dcc254de499faab5d97851aab04ab1fda6ec0ea9ce2d99f"
            hex"03a01ec0bd5bdd30dda791995d7c2de7e0d7e5de2d7c263974cab958f5c0e8eaa3b73665486e9c49e2215d12a456c49e"
            hex"4db2ef4b49b4f301d7fc809f7a5013a6187e114d6837210d6365280f81afa579341f88d71528305a3c42d92e3a1d19e4"
            hex"b2c26510e6202ca0942d6970433e1d8d5a4378bf81c8d05346ef4e7d96226258b4b80e1e984188bac2327e97b231f0cb"
            hex"f7c17dab3c5443c5becd0a83209b794f16abd1168ad8eea43eda482c3017ce194417d9d24e9d468eab73d96f1044440c"
            hex"9915f6a72bc6c168473bd200ba355cc31a6a004a70fcca3a9cd2e8b5c73948c4b3aebe41389a2da06507eeeff465b1ce"
            hex"2046b980d0fcc63188e21511fac5e75c524123f910d05d9bfdeb346bc18a009ede6e0afbc2c3e9cc2c6261e229966930"
            hex"ee2185be5d6c9e5341cf553f039728805277d64ec14bf74cab8737c3019c47c2aaa5e5d99cf03db4c7dcc5a7c1d783f8"
            hex"fe87e0e0fcd5d88c7b9c047a17248acca31ca983c5086c2c2bd9ccbf83fea70d333659d42cf3b563ea1b2bbfb28403b7"
            hex"6e4ec3f5cb2585923b39a6ac32477b63901d1260d61943c573973260d10f2b363c17fcd18272c64a0b9139b28af6f454"
            hex"7aa02b2498157650f2528ba33fe3e4886830985f7c9d650a90d57a25cfef8bf574913f1cd3711da948314e71d21f7839"
            hex"62f70c0e1c0c407425c2f4528c7b9e96df682176f2a3e086298d595525f1933e20a4142a229ce12098e712393b78144e"
            hex"9010e5eeab5277db3537c4550aa25d53";
    }

    /// @inheritdoc Plonky2Verifier
    function gateTable() public pure override returns (bytes memory) {
        return hex"03007b00000000060000000000000d00010006000000000000020002000600000000000003000300060002003f000008"
            hex"000400060020000000000700050006002b00000000050106060a000a00000000040107060a001400000000060108060a"
            hex"000d00000000090109060a0004000400020b020a0a0c0004000600000c020b0a0c000000000000";
    }
}
