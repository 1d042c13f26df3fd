// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Ext, EXT_ONE, EXT_ZERO} from "../Ext2.sol";
import {GateRow} from "./GateRow.sol";

/// @title plonky2's RandomAccessGate
/// @dev Copy c has wires from (2 + 2^bits)·c: index, claimed element, list. After the copies come extra constants, then
/// each copy's index bits.
library RandomAccessGate {
    function evaluate(GateRow memory row, uint256 bits, uint256 copies, uint256 extraConstants)
        internal
        pure
    {
        uint256 stride = 2 + (1 << bits);
        uint256 constantsAt = stride * copies;
        uint256 bitsAt = constantsAt + extraConstants;
        for (uint256 c = 0; c < copies; ++c) {
            _copy(row, bits, stride * c, bitsAt + bits * c);
        }
        for (uint256 i = 0; i < extraConstants; ++i) {
            row.push(row.constantAt(i) - row.wire(constantsAt + i));
        }
    }

    function _copy(GateRow memory row, uint256 bits, uint256 at, uint256 bitsAt) private pure {
        Ext index = EXT_ZERO;
        for (uint256 i = 0; i < bits; ++i) {
            Ext bit = row.wire(bitsAt + i);
            row.push(bit * (bit - EXT_ONE));
        }
        for (uint256 i = bits; i != 0; --i) {
            index = index + index + row.wire(bitsAt + i - 1);
        }
        row.push(index - row.wire(at));
        row.push(_select(row, bits, at + 2, bitsAt) - row.wire(at + 1));
    }

    /// @dev Halves the list once for each bit, least significant first: item = x + bit·(y − x).
    function _select(GateRow memory row, uint256 bits, uint256 listAt, uint256 bitsAt)
        private
        pure
        returns (Ext)
    {
        uint256 size = 1 << bits;
        Ext[] memory items = new Ext[](size);
        for (uint256 i = 0; i < size; ++i) {
            items[i] = row.wire(listAt + i);
        }
        for (uint256 level = 0; level < bits; ++level) {
            Ext bit = row.wire(bitsAt + level);
            size >>= 1;
            for (uint256 i = 0; i < size; ++i) {
                Ext x = items[2 * i];
                items[i] = x + bit * (items[2 * i + 1] - x);
            }
        }
        return items[0];
    }
}
