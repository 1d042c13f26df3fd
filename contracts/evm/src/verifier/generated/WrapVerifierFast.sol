// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

// Rendered by tools/render_constants.py from the circuit's description. Do not edit.

import {Plonky2Verifier} from "../Plonky2Verifier.sol";
import {Shape} from "../Shape.sol";

/// @title Verifier of the wrap circuit with digest 0xf7519b189574ef0292aed2c1710d5cb63eec2d1d2adfe2dac8
contract WrapVerifierFast is Plonky2Verifier {
    /// @inheritdoc Plonky2Verifier
    function shape() public pure override returns (Shape memory s) {
        s.degreeBits = 12;
        s.rateBits = 5;
        s.capHeight = 4;
        s.numQueries = 16;
        s.powBits = 16;
        s.numChallenges = 2;
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
        return hex"000000000000000500000000000000040000000000000010000000000000000100000000000000040000000000000005"
            hex"00000000000000100000000000000000000000000000000c0000000000000004000000000000000400f7519b189574ef"
            hex"000292aed2c1710d005cb63eec2d1d2a00000000dfe2dac8";
    }

    /// @inheritdoc Plonky2Verifier
    function constantsSigmasCap() public pure override returns (bytes memory) {
        return hex"30ebfaf2529909467bf9dcc2e28741b11d7b2c80a43a633ab117e66191f9bcf8d31dd2356fdc7c1ec656dc6f25fc2bcd"
            hex"d0174dbb2d45263e9c805639eecd6a0f58e5f6c42f33ba8430be05874403ce338944282c1678c5d3e2b76582049ee6fc"
            hex"08a75ab95c3dff9487fdcf709e9495d08eea56dcd2b0d898021144d33677b3df82195716d6d237dd2185c64c863f90dd"
            hex"d394fc6d120e77ee157c5b0b4216abdae01213fc921c3d99810d465bb3861ce7ac92fa6d6f8bceaf40d2122669e32dd7"
            hex"5424af437486c950a4ec20f9b887848627485d369776c43ed663318ced70ec97451b1d515adf802b09824f2308c98d17"
            hex"af330209d1a8c97f9c35df1cae738634517b0d71328d40513e531a8609b636ec7f6f5c98267a139309b6de797253e791"
            hex"ceef4716743a6573dc28b1ad18c252fce29700471ed784b198fa936e713b2645777e91aba7c335ac2c7b5a74d3eb7c2f"
            hex"645a15046c112dde43ffd9330a9e297ad4291a7a557769f3acf008a9ddd039229b8d964cb518fda5ba4f5193c7e89002"
            hex"5bb5b408fbd745198c1d60a3885caf55";
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
