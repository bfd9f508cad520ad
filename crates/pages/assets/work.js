// Looks for the counter whose key begins as the challenge says (ALTCHA 2, PBKDF2), beside the page's thread.
"use strict";
const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const COUNTER_MAX = 100000;
onmessage = async (event) => {
  const p = event.data;
  const hash = p.algorithm.split("/")[1];
  const nonce = bytes(p.nonce);
  const salt = bytes(p.salt);
  const password = new Uint8Array(nonce.length + 4);
  password.set(nonce);
  const counterAt = new DataView(password.buffer, nonce.length);
  for (let counter = 0; counter < COUNTER_MAX; counter += 1) {
    counterAt.setUint32(0, counter);
    const base = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const how = { name: "PBKDF2", hash, salt, iterations: p.cost };
    const key = new Uint8Array(await crypto.subtle.deriveBits(how, base, p.keyLength * 8));
    const derivedKey = Array.from(key, (byte) => byte.toString(16).padStart(2, "0")).join("");
    if (derivedKey.startsWith(p.keyPrefix)) {
      postMessage({ counter, derivedKey });
      return;
    }
  }
  postMessage(null);
};
