// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

// Rendered by tools/render_constants.py from the circuit's description. Do not edit.

import {Plonky2Verifier} from "../Plonky2Verifier.sol";
import {Shape} from "../Shape.sol";

/// @title Verifier of the wrap circuit with digest 0x611952d5ab6a0282c798653ba6fde4e6e45455efd8c35013a6
contract WrapVerifierSecure is Plonky2Verifier {
    /// @inheritdoc Plonky2Verifier
    function shape() public pure override returns (Shape memory s) {
        s.degreeBits = 13;
        s.rateBits = 7;
        s.capHeight = 4;
        s.numQueries = 20;
        s.powBits = 16;
        s.numChallenges = 3;
        s.numWires = 135;
        s.numRoutedWires = 80;
        s.numConstants = 5;
        s.quotientDegreeFactor = 8;
        s.numPartialProducts = 9;
        s.arityBits = new uint256[](2);
        s.arityBits[0] = 4;
        s.arityBits[1] = 4;
    }

    /// @inheritdoc Plonky2Verifier
    function transcriptPrefix() public pure override returns (bytes memory) {
        return hex"000000000000000700000000000000040000000000000010000000000000000100000000000000040000000000000005"
            hex"00000000000000140000000000000000000000000000000d0000000000000004000000000000000400611952d5ab6a02"
            hex"0082c798653ba6fd00e4e6e45455efd800000000c35013a6";
    }

    /// @inheritdoc Plonky2Verifier
    function constantsSigmasCap() public pure override returns (bytes memory) {
        return hex"e60f1481ac1acdafbdf7798dbcea639e5193599bd41eec3bd70a136ee3483b526c5dfdc1cd25c1c1333f4e2d556b449e"
            hex"ab09b1797f0be3689d39fd3ec2ea2de6e506b9b156d3b83551e10be1a2cc7b704160586e5d2339611ba180d816bec8c0"
            hex"198023cce8366bfa1ceead86a95fcf414b8ad7cdcd45e30b4a9060f534b65cbad266da6080062a99ba5a7f6d2bc1ec77"
            hex"3566eaf61cb0d59f4e751a74712e6bf4c8c291392084dbc05bd8678a8b4ab66a343d99c511b377e4aa834eafa146230e"
            hex"a30552ff328d584e90276887f549c8073c87bbd863a1551913b0b7fda0cb9e2d64b61e52a321a50c7db80e1aed73bf40"
            hex"bc8ba434fc6e4352d0b2312f21572597f4e08eb1b40336ba7d6c17b74203198db4f59cbfd5b2130259ec9e37f509387d"
            hex"33a1de7a6597453a8611b0e8ddbfbc1fcc7f3687ef6c5210b37c99ddf3415eabc06156854135665b802a174daef71e89"
            hex"7ec02074f0da2bf1fc449fd6b959883f4f01f1d3d5b4d3dbffa26d885f5cc2748aa95e8f1aeec4f0a12cccf5d97da303"
            hex"8ad880cb63ad5ffbcba4a083254c574a";
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
