// Cookies: each user's jar begins anew with each iteration, as in k6.
import * as native from 'onsale:native';

const parts_of = (url) => {
  const found = /^\w+:\/\/(?:[^/?#@]*@)?([^/:?#]*)[^/?#]*([^?#]*)/.exec(String(url)) || [];
  return { host: (found[1] || '').toLowerCase(), path: found[2] || '/' };
};
const in_domain = (host, cookie) => (cookie.exact ? host === cookie.domain : host === cookie.domain || host.endsWith(`.${cookie.domain}`));
const in_path = (path, cookie) => path === cookie.path || path.startsWith(cookie.path.endsWith('/') ? cookie.path : `${cookie.path}/`);

export let jars_in_use = false;

export class CookieJar {
  #cookies = [];
  set(url, name, value, options = {}) {
    const { host } = parts_of(url);
    const domain = String(options.domain || host).replace(/^\./, '').toLowerCase();
    if (host !== domain && !host.endsWith(`.${domain}`)) return false;
    const cookie = { name: String(name), value: String(value), domain, exact: !options.domain, path: options.path || '/', expires: options.expires ? Date.parse(options.expires) : NaN };
    if (options.max_age > 0) cookie.expires = Date.now() + options.max_age * 1000;
    this.#cookies = this.#cookies.filter((each) => !(each.name === cookie.name && each.domain === domain && each.path === cookie.path));
    if (!(options.max_age < 0) && !(cookie.expires <= Date.now())) this.#cookies.push(cookie);
    jars_in_use = true;
    return true;
  }
  matching(url) {
    const { host, path } = parts_of(url);
    return this.#cookies.filter((each) => in_domain(host, each) && in_path(path, each) && !(each.expires <= Date.now()));
  }
  cookiesForURL(url) {
    const found = {};
    for (const { name, value } of this.matching(url)) (found[name] = found[name] || []).push(value);
    return found;
  }
  clear(url) { const gone = new Set(this.matching(url)); this.#cookies = this.#cookies.filter((each) => !gone.has(each)); }
  delete(url, name) { const gone = new Set(this.matching(url)); this.#cookies = this.#cookies.filter((each) => !(gone.has(each) && each.name === name)); }
}

// By number of user: [jar, iteration].
const jars = new Map();
export const cookieJar = () => {
  const user = native.vuId();
  const iteration = native.vuIteration();
  const known = jars.get(user);
  if (known !== undefined && known[1] === iteration) return known[0];
  const jar = new CookieJar();
  jars.set(user, [jar, iteration]);
  return jar;
};

/// `a=1; b=2` of the jar and of the request's own cookies, which come first; undefined: none.
export const cookieHeader = (url, params) => {
  const own = params && params.cookies;
  if (!jars_in_use && !own) return undefined;
  const all = {};
  if (jars_in_use) for (const { name, value } of ((params && params.jar) || cookieJar()).matching(url)) all[name] = value;
  for (const name of Object.keys(own || {})) {
    const cookie = own[name];
    if (typeof cookie !== 'object' || cookie === null) { if (!(name in all)) all[name] = cookie; } else if (cookie.replace || !(name in all)) all[name] = cookie.value;
  }
  const names = Object.keys(all);
  return names.length === 0 ? undefined : names.map((name) => `${name}=${all[name]}`).join('; ');
};

/// One Set-Cookie header.
export const parseCookie = (text) => {
  const [pair, ...attributes] = text.split(';').map((each) => each.trim());
  const cookie = { name: pair.slice(0, pair.indexOf('=')), value: pair.slice(pair.indexOf('=') + 1), domain: '', path: '', http_only: false, secure: false, max_age: 0, expires: 0 };
  for (const each of attributes) {
    const at = each.indexOf('=');
    const name = (at < 0 ? each : each.slice(0, at)).toLowerCase();
    const value = at < 0 ? '' : each.slice(at + 1);
    if (name === 'domain') cookie.domain = value;
    else if (name === 'path') cookie.path = value;
    else if (name === 'httponly') cookie.http_only = true;
    else if (name === 'secure') cookie.secure = true;
    else if (name === 'max-age') cookie.max_age = Number(value) || -1;
    else if (name === 'expires') cookie.expires = Date.parse(value);
  }
  return cookie;
};

export const keepCookies = (url, response, params) => {
  const jar = (params && params.jar) || cookieJar();
  for (const text of native.setsCookies(response)) {
    const { name, value, domain, path, max_age, expires } = parseCookie(text);
    jar.set(url, name, value, { domain, path, max_age, expires: expires ? new Date(expires).toUTCString() : undefined });
  }
};
