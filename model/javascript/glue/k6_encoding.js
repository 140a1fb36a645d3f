const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const for_urls = `${letters.slice(0, 62)}-_`;

export const utf8 = (text) => {
  const encoded = unescape(encodeURIComponent(text));
  return Uint8Array.from({ length: encoded.length }, (_, i) => encoded.charCodeAt(i));
};
export const bytes_of = (data) => (typeof data === 'string' ? utf8(data) : new Uint8Array(data.buffer ? data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) : data));

const plan = (variant) => {
  if (variant === undefined || variant === 'std') return { alphabet: letters, padded: true };
  if (variant === 'rawstd') return { alphabet: letters, padded: false };
  if (variant === 'url') return { alphabet: for_urls, padded: true };
  if (variant === 'rawurl') return { alphabet: for_urls, padded: false };
  throw new TypeError(`unknown base64 variant: ${variant}`);
};
export function b64encode(data, variant) {
  const { alphabet, padded } = plan(variant);
  const bytes = bytes_of(data);
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const word = (bytes[i] << 16) | ((bytes[i + 1] || 0) << 8) | (bytes[i + 2] || 0);
    text += alphabet[word >> 18] + alphabet[(word >> 12) & 63] + (left > 1 ? alphabet[(word >> 6) & 63] : padded ? '=' : '') + (left > 2 ? alphabet[word & 63] : padded ? '=' : '');
  }
  return text;
}
export function b64decode(text, variant, format) {
  const { alphabet } = plan(variant);
  const bytes = [];
  let word = 0;
  let bits = 0;
  for (const letter of String(text).replace(/=+$/, '')) {
    const value = alphabet.indexOf(letter);
    if (value < 0) throw new Error(`illegal base64 data: '${letter}'`);
    word = (word << 6) | value;
    bits += 6;
    if (bits >= 8) { bits -= 8; bytes.push((word >> bits) & 255); }
  }
  if (format === 's') return decodeURIComponent(escape(String.fromCharCode(...bytes)));
  return Uint8Array.from(bytes).buffer;
}
export default { b64encode, b64decode };
