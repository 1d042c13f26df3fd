// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

// Rendered by tools/render_constants.py from the circuit's description. Do not edit.

import {Plonky2Verifier} from "../Plonky2Verifier.sol";
import {Shape} from "../Shape.sol";

/// @title Verifier of the wrap circuit with digest 0x275f3b0d466e223189d74f32fba7ba2b26919e44fb7f2a40fb
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
            hex"00000000000000100000000000000000000000000000000c0000000000000003000000000000000300275f3b0d466e22"
            hex"003189d74f32fba700ba2b26919e44fb000000007f2a40fb";
    }

    /// @inheritdoc Plonky2Verifier
    function constantsSigmasCap() public pure override returns (bytes memory) {
        return hex"30a751ce098adf56071bee4e65a2ceccabf785838e2a3cd5234e593fc6dcbea5ebca048937e9e9408b17e548e61288c5"
            hex"461e61ff7e069b222b11bb10be144b1f0f82ef9bb8ba441b9e0b6a80752c49597fc67c66c30dd12c4bd53defb662b9d3"
            hex"db9634704815858c96e60090b41fa1f6e1fe91fc2d8d6be72d79f6aa322f09376ef1bd56cf200b5c71da27e8a4762ea2"
            hex"2fb0cab28b7036bdd8266cb907b897c8c81bd803f669c12b3425551d3dd437c483f2ca64c54b9cd8a38c7d75901769b3"
            hex"0ae1da0a514e97c40d7873aba4f9121cc9c2a200f7ebfbdac12f4118fcea73bc4a4e3951fa6d29d51da10b13e8c0c719"
            hex"1c172c60fa4edb5d1bb0b372eedab5546ee7fe66a23fd578482025caf1fd5db30417ddaf37d679da4fc567c1e93b6b77"
            hex"a520ce323a69e64fd980ab075fa4dfe01e11707e3727f1e2418e17a13ee8f32cf47655300504e1a8cdce3f2f862c6b42"
            hex"d0264ec733c11ebe4fd25f358ba312bf71e3f2ec3d2643fa8de2a2f83ece4626dabb02c402b7d789d7c881a5d0bce222"
            hex"25ff18f2896211da5a56bfa6031f701b44fbe837e4ae5a58b3422dc74222b87b5732e7071b55e9c0cf7cc77a56af9565"
            hex"81b5d1622350ccacf7f02b55d122bcd597b4c94ef48c8bf2fb8161f3e5b343057513c707e4f9a72ea8093615ba8dd4f1"
            hex"e50becb79e052424daab435970118be603fdea42dc0609c18ce01300ac61edd05cfe560ea2297b6db46ec8e8cd52c179"
            hex"07d724d44cf0e448c8bd15ae951721b4f340d1aa4ca88d81f0a8cb9b4f82f7204077a6c637affe74f96016eb2c419c14"
            hex"876620e60bec81f0b6d52e5792ef7d8a1a4c0b0d1e642068d3f4adb922832617eb2501151a775230e2ab90b978a3e4ae"
            hex"15c380e36f196887476468feac7fcd6ad030e5ab90cf557c0a08dac2da98d1c42074b773dbee248ac338f3b7f7706b8d"
            hex"3aa7c4de23c3cc5a043ec301a12506f7cba0ae80ae5130d59d463c730efcf3bac2f0bc60ea878e2d9abfee13e0a14e85"
            hex"fa6919d7d84b8d4162a985ea2d3d562582c57a0063e46802049ff33ffb6f4e61797f9c3532689db64ad9d5336d2f5515"
            hex"13e9dcfd0be39840aa2aff6b935d5f5fb48720cd0eb2c91e6c72edfe914e24cc";
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
