//! The ledger from outside: what it writes is what public formats, other people's vectors and other
//! people's trees say, and what it finds is what was done to it.

#[cfg(test)]
mod appending;
#[cfg(test)]
mod combining;
#[cfg(test)]
mod memory;
#[cfg(test)]
mod oracles;
#[cfg(test)]
mod proving;
#[cfg(test)]
mod tampering;
#[cfg(test)]
mod vectors;
