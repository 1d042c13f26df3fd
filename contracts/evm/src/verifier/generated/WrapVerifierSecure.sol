// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

// Rendered by tools/render_constants.py from the circuit's description. Do not edit.

import {Plonky2Verifier} from "../Plonky2Verifier.sol";
import {Shape} from "../Shape.sol";

/// @title Verifier of the wrap circuit with digest 0xad45eebb383d374a4a0210e94351bdfd40d11e63f6c16d7ea3
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
            hex"00000000000000140000000000000000000000000000000d0000000000000003000000000000000300ad45eebb383d37"
            hex"004a4a0210e9435100bdfd40d11e63f600000000c16d7ea3";
    }

    /// @inheritdoc Plonky2Verifier
    function constantsSigmasCap() public pure override returns (bytes memory) {
        return hex"598d4138ac1c44e5ca655cffcce36a08ae05bbff50325a112748a97f1e1819552cfe8018430776570276b1cfbcdf2e60"
            hex"23a2531d4322d536ac9ee252c35186901d4922ca6d2611ff20f4d7f237c4090f5fed918540bb2d125ea889cff99c5391"
            hex"f805535f6ad787ee0e617d10d075d9043f96756075e5389b8305986364205076991d7120b741b48ee597eda9992386c6"
            hex"4d655a12b3e7527ca3f105c496de0066f00426c6af8938f6e77747e57d2b825a412e6c9e5bad06ea9a431eb1c100d751"
            hex"a173a0a06b8c2c46c2f28cd6406655054b7f88c99fe94c5b4bea6d48d79600177795d04c9072067ba6b1df2939c24226"
            hex"17f637d4eb31a29c6efc8986de04913e9f27aea2e0cbe7e9d485b600e9ffd06e6641c37edd14f45e51583b6ec437c284"
            hex"cd2296c2ddb5d4d6ccb80a40a932ca899813d3b9c87461a740e5bc59abdd75a4bc8da44dcaa820e9a1ed6f0bf6e5f256"
            hex"83ea52b137d66fdf2f93559e1984f400a26c07395024c066aaca8c407051fcff114176d4a64037d0f388043af27b59ea"
            hex"4e06565071cdf53cf358cc2dfc21aac3576d5c61aa4cf2b03fe935c059f821c4c63af7d61383279cc2f2879620eb1536"
            hex"976f760fbae9254295173c2be6be224f7a41e9141a3dc87ef3b5cf24426ef33c9eacb15b8bbba3f1b934b1fb87b48656"
            hex"c31113942f7e9b67c27f6520d1b9fe73e7e2c3a8757129e1baf2da916eeb3b6f9408e2c3f2ed6794ba2ec9bdce2c9446"
            hex"649f98eeae6738c06c825384f54d0094c95f840c05f30ede74d31458a23cd1fb44241bfb66890e941eda1b4e72b8bddf"
            hex"8b9668fc850b6cb3167a52d722d1eba52b618a4a98eaeac5c961fa1e3c16473ff5cbd85a9a4a18e2392e41e38bcb8a05"
            hex"c1d535caba068d1651d8ab8f96b82797b94843a270771f5a60b3cfad23b24b08f0524907a004e84e151596c284745002"
            hex"b9aca8752a41016099ea39409a35e5ea19baf496fe084be60564197a1e074ee51613b6a58bb0d859ddacd4886da669c5"
            hex"279211970b768323416e11549a23de710603a08b71fa121496bc19004d2e1bf94826c25dc464198c3a9774b3e66ed94e"
            hex"cab7e235f6dfd89421615c43ac9624000223bd9059f7c845e7aef70309993a78";
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
