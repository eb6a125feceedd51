// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {UsdtLedger} from "./usdt-ledger.sol";

/// Ethereum's flavour: transfer, transferFrom and approve return nothing at all.
contract EthereumUsdt is UsdtLedger {
    constructor(uint256 initialSupply) UsdtLedger(initialSupply) {}

    function transfer(address to, uint256 value) external whenNotPaused {
        _move(msg.sender, to, value);
    }

    function transferFrom(address from, address to, uint256 value) external whenNotPaused {
        _spend(from, value);
        _move(from, to, value);
    }

    function approve(address spender, uint256 value) external whenNotPaused {
        _approve(spender, value);
    }
}

/// Tron's flavour: a bool is promised, and transfer answers false although it succeeded.
contract TronUsdt is UsdtLedger {
    constructor(uint256 initialSupply) UsdtLedger(initialSupply) {}

    function transfer(address to, uint256 value) external whenNotPaused returns (bool success) {
        _move(msg.sender, to, value);
        success = false;
    }

    function transferFrom(address from, address to, uint256 value) external whenNotPaused returns (bool) {
        _spend(from, value);
        _move(from, to, value);
        return true;
    }

    function approve(address spender, uint256 value) external whenNotPaused returns (bool) {
        _approve(spender, value);
        return true;
    }
}
