// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

// Rendered by tools/render_constants.py from the circuit's description. Do not edit.

import {Plonky2Verifier} from "../Plonky2Verifier.sol";
import {Shape} from "../Shape.sol";

/// @title Verifier of the wrap circuit with digest 0x064e6bbc606c2fc8e9ef847efc4b4946dfbd10cb0286c23c5f
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
            hex"00000000000000100000000000000000000000000000000c0000000000000003000000000000000300064e6bbc606c2f"
            hex"00c8e9ef847efc4b004946dfbd10cb020000000086c23c5f";
    }

    /// @inheritdoc Plonky2Verifier
    function constantsSigmasCap() public pure override returns (bytes memory) {
        return hex"631d4133d8fca3703829b04b1439a3f22da6cb0f3a1cc7fb60e9b23049609afbeecc120e38bf3ac6abf3bc603fdacd54"
            hex"f5ede30da61ae033ba611a6bf9de87afb590d9cbe70679301f394097d262da15f411e349e84af3267211cc37ed371ddf"
            hex"0c6b718e22f6310c9ff011cb6253a350db381d5f6f801f57c2510f887f1159b4220f45f873cb323fe9d9be7d9968f080"
            hex"70d233f11bb541579ff4d480baa4b07365be7b4b4b40b7841413233a2fbaba0e391047a352e951b9131a0052879bfaf7"
            hex"1cb21fa7eb252cd48c6ce552cb74a423bd308cee5c58671ce1b0b98b008cdc0b3cc27618daf8514b45a258df8a401f0f"
            hex"ff4ca9e9d25f559aead88f7c2ec9c87c52f771ca49504ec387693eca2d66a504c460a38f703e0adde74c121c9d6d4a5b"
            hex"f406779e6193a1abc25c5700640ef39d91bfa56efaa77632d143cdf53acf9b2f30031ae0a73db0693fd357ef80ab6c20"
            hex"d578c29a9b1a64ec71c8b758525b26ef77d2a1fee9a025202a5e6b873feca32669739ebf42cdc02b9f64ee3609ad976f"
            hex"751e2bd7811d412b0d290545ac83012d6b2bc44b41dbaf0961a48133b9984081873b21ff0042bd1a601347b0f61cf741"
            hex"6fa7ed88d64b119d8bd1dca925a88be961fae3a22726d2503b399a9368346679bda9a0313f65b938b544a5245f10d6bc"
            hex"668fe555a68f1ebd3a6c035ddd9a60b734d2ea909f0d95a97e67630ba0ea4626e18a6884bbd56bda0371d077aff747c3"
            hex"a7b91a6b68953778f213cc5562f7367550f388337edcc11c1b27580c8a04c7d22d11ac57caa9c67122d1259a6871540a"
            hex"c123656f6c3b931509d2bc2f60dee70ea2787c17053a0bb1ea7df9f54faadb76e4936cd96b09ce56d9154548d6955003"
            hex"7523f798132512fbe0bd0179be2537f4ca639810e9f1469dbc4cde9be201b58e7b2c2faec5c15590df21564f78c796ab"
            hex"858bb605244c6181acc23b5127110966bfda3e9b1875900be83b487a32ea5c0183b45ffef58a8e5eaac705ce44c283aa"
            hex"1d726e0d3bc21c28a06e5f6b6cdabcb42bd9e86296d416d0ab0c42e2730344a1a8fe34712aa36071a634c59cda49c9c5"
            hex"193bb28baf78a4c49d0f187a1334cead70e1fbb0901f4d49c83650ecd59c3675";
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
