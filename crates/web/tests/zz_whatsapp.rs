#![allow(dead_code)]
#[cfg(test)]
#[path = "web/house.rs"]
mod house;
#[cfg(test)]
#[path = "web/whatsapp.rs"]
mod whatsapp;
