// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

// Rendered by tools/render_constants.py from the circuit's description. Do not edit.

import {Plonky2Verifier} from "../Plonky2Verifier.sol";
import {Shape} from "../Shape.sol";

/// @title Verifier of the wrap circuit with digest 0x96507bbb5034df467b285e0309fd2eb4d6b091889ef226a57b
contract WrapVerifierFast is Plonky2Verifier {
    /// @inheritdoc Plonky2Verifier
    function shape() public pure override returns (Shape memory s) {
        s.degreeBits = 12;
        s.rateBits = 5;
        s.capHeight = 5;
        s.numQueries = 16;
        s.powBits = 16;
        s.numChallenges = 2;
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
        return hex"000000000000000500000000000000050000000000000010000000000000000100000000000000030000000000000007"
            hex"00000000000000100000000000000000000000000000000c000000000000000300000000000000030096507bbb5034df"
            hex"00467b285e0309fd002eb4d6b091889e00000000f226a57b";
    }

    /// @inheritdoc Plonky2Verifier
    function constantsSigmasCap() public pure override returns (bytes memory) {
        return hex"9f3b4998676995c14993f03a79b6581cbe0ed28f5b537d6c659afeea60f0224498a4fc62fad25ad70588e61672415924"
            hex"8626a8e4f91b0c7f020ee140d75475fe8f3700eba325fd53b22e644df2997f4aedf87ad740914860f8bc0f0d497a1742"
            hex"6bbb19acb1d939cdb86bbcd2223c1c3515bf2d0c72f286f58b7f55a29271c781c2126dd383d3188abdc74b94dfa5c05b"
            hex"2f662efe7d62ed88b7b85ce2adb0d172b9496915d9c9b156c62844591c97bb702e029f840c6757038834fa2e76693526"
            hex"ad329d59ce81f10d4d08fa2997b6e5ba041a38cef29b0f85a15efab12a1ba6ca4995e28c07e5eb1eb84fddf8222915b6"
            hex"f66abbddcadf05a3132215dd80814eabf013fc89f72cd463945aff9d492fc097c985b8713c006cd8c78c687c671b8c74"
            hex"148786ad83cdb0f10e4b4be144198a105af70b8c7496d017ed4871a5b3c5f5ae2d99274b46c782b6174cbaa545537e16"
            hex"6e709a25229896ca1318594c05a5fe03aef04871fd7e14bba82b1f1835d011b9e3344d56056bd20b66b0036fc95550fb"
            hex"ec527d5d89057d79a68660f20fee88d1fc4e52452e08bc54a0a7e8a92614f40b6cd85ede69aca885d9fb3e6624ffe42a"
            hex"34470295c2f00c590371ce352123cf4f441815d0135428c71ccb466c2ede14b67b84d82ec2d206f2c1ea32bd4f0c2dbf"
            hex"a9a32e8136e306ff74de507c8ae3e298ce7a3df78b33d8d9a51f9e94d2dfbe2ca4cf677f83c6305d5b330632038094ea"
            hex"882add2d7fa32b7265379a90bd37d0759bd2a5b13c7437dd6e332295aeac62666c7a9cd43839e49e0eb5b38b5cbc9b9a"
            hex"8dd9ae83eac84669ba7bf32070c1906b4e225d8aa8b53adaaf23180e79488fb0695b5560bfa4a763a733be3c8987016d"
            hex"4a724293ae1d24412be932a36bf9cbb878d624f73454b50c0039137eb1cb711c2d3bc14b44a88231c73fdeef31e79ece"
            hex"d41002a1e2630935fc24afc9bf0c74acb40ec3ba35b41a5db2cc330b656d518a81782244e8c9bbfc77054f5860fa9c14"
            hex"bb6eb736de655c7690b8616dbbf52f68ce68fc7b2ab6e32036655f17a93b712bdc55c1f183c382dc4597b8c35e36da4d"
            hex"78991fb7fbb0808bda14913fbae809458e96c2af5e7c1f3ddf41c3c361b9db5c";
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
        return hex"03007b000000000700000000000001000100070002000000000d00020007000000000000020003000700000000000003"
            hex"000400070002003f000008000500070020000000000700060007002b00000000050107070b000a00000000040108070b"
            hex"001400000000060109070b000d0000000009010a070b0004000400020b020b0b0d0004000600000c020c0b0d00000000"
            hex"0000";
    }
}
