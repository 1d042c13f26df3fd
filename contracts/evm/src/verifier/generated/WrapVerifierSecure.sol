// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

// Rendered by tools/render_constants.py from the circuit's description. Do not edit.

import {Plonky2Verifier} from "../Plonky2Verifier.sol";
import {Shape} from "../Shape.sol";

/// @title Verifier of the wrap circuit with digest 0xe5136fa327c88da57565fdcefdd20713a02eef00b3cfe74e4c
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
            hex"00000000000000140000000000000000000000000000000d0000000000000003000000000000000300e5136fa327c88d"
            hex"00a57565fdcefdd2000713a02eef00b300000000cfe74e4c";
    }

    /// @inheritdoc Plonky2Verifier
    function constantsSigmasCap() public pure override returns (bytes memory) {
        return hex"eb97652104718d3c80f5fcf48ecf18aeefd12229344f663c9daf38ee5c37ec9c9bee9cb6bbb80d4741848963254b0a83"
            hex"ee80eccd8dad643ed3f98a9f9b22a653fdf5abd97b2be40368e74214360b0a0d53f0375fb6b7d08331de7026b97700f5"
            hex"471ef5d78153201c33b5e4befe23dc0468ab8a2b7e62ab065bf3d006b96890fa17ef798ab5a3b1944ae1afc771c90ce4"
            hex"fa396e82de46382ecc768ecd55da3025de4454adc3a1a214784f11e51297ddc1a314b857274b8c9743612a14a1b4d4a2"
            hex"a9533237599d8eb2adb7b256ed79065cabe2643cc23b08bc7c1d5f0a4d840c8ff3c2bf8cae8a2815d0f48fb79e847aef"
            hex"cf9b30acfe15f308c3f3022e0100394dad3025a43750bf71b607880e098fe60f22fc3adace647cb470372cb598ae99d1"
            hex"1884eae5a1a2baf3363b69ba5a7cefa43c51874d34d814333b2de1db56c97ed0ee7cf51613efccd200c8ed89d568b398"
            hex"3fd4e7cfdcb1a86705a68589e8bdc9080c6b7bdf43b8e54834db53a26e568110bfed6f5203af170bc2bf1bac78055084"
            hex"2acd823520cb5b451ab12014b11713226c6d153a2d4374b5cab5b957ef6e73f505db42502932519ff6d1afae7aad68c3"
            hex"7a3d59a646de02dc52ee54336f819d6e650955ce72248c592d57a9e66b734371fb6b950bf8974e006c3345d506b5e2df"
            hex"67876fa852166fffd179df8f2866f3235f136d9c5561f11891dfb83d83573ad176f8f27cffcd9173cdf80d6cab773ed7"
            hex"571fbbfc86ace71693f26764977467c06c6506564b5b0dfa6ae2927a1f60423447b8a69f3efd474339b45873cd5470b4"
            hex"a2613e77f93b87876266c9b60d68dd9caa5e0e074d1bd14404205bd25d2245c739fbc7d1b073d651aa0b9a159afb8356"
            hex"4171d4d87ea6eb740f0ecf6f088ebd6d2b562c0c7922142eb1bcc0cf90c60ac08feeb8634d1a8c67784730d4b3d21516"
            hex"b97210a5ea9a31b5386034feb870ae66f23adebff5e35157ffe410f7ca0c8b7854750e1be74614a44e83d2dec34bc015"
            hex"e511fb65406b157e55f08e57710126be79bf44e66e83fec49e7bc6eafdd8dda951c9d7396c9b5ddaa0ed2096813b55d0"
            hex"b01e74e2d0f0699db39a6b4807e19dee76bc497aaf51d53b4406b6e431c5b40e";
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
