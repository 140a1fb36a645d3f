// What every realm has before any module runs: k6's globals, what QuickJS 2021-03-27 lacks of the language, the clock and the dice of the test.
import * as native from 'onsale:native';
import { parseCookie } from 'onsale:cookies';

const hide = (object, members) => {
  for (const name of Object.keys(members)) {
    if (!Object.prototype.hasOwnProperty.call(object, name)) {
      Object.defineProperty(object, name, { value: members[name], writable: true, configurable: true, enumerable: false });
    }
  }
};

const deepFreeze = (value) => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const name of Object.keys(value)) deepFreeze(value[name]);
  }
  return value;
};

const show = (value) => {
  if (typeof value === 'string') return value;
  if (typeof value === 'function') return `function ${value.name}`;
  if (value instanceof Error) return String(value.stack ? `${value}\n${value.stack}`.trimEnd() : value);
  if (typeof value !== 'object' || value === null) return String(value);
  try { return JSON.stringify(value); } catch (error) { return String(value); }
};
const logger = (level) => (...values) => native.log(level, values.map(show).join(' '));

hide(globalThis, {
  __onsale: { deepFreeze },
  console: { log: logger('info'), info: logger('info'), debug: logger('debug'), warn: logger('warning'), error: logger('error') },
  open: (path, mode) => native.open(String(path), mode === 'b'),
  setTimeout: (callback, delay) => native.setTimer(callback, +delay || 0, false),
  clearTimeout: (timer) => native.clearTimer(timer),
  setInterval: (callback, delay) => native.setTimer(callback, +delay || 0, true),
  clearInterval: (timer) => native.clearTimer(timer),
  performance: { now: native.now, timeOrigin: 0 },
  crypto: {
    getRandomValues(list) { for (let i = 0; i < list.length; i++) list[i] = Math.floor(Math.random() * 4294967296); return list; },
    randomUUID: () => 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (place) => { const digit = Math.floor(Math.random() * 16); return (place === 'x' ? digit : (digit & 3) | 8).toString(16); }),
  },
  structuredClone: (value) => JSON.parse(JSON.stringify(value)),
});
Object.defineProperty(globalThis, '__VU', { get: native.vuId, configurable: true });
Object.defineProperty(globalThis, '__ITER', { get: native.vuIteration, configurable: true });
// They wait in real time, or share memory between threads that are not there.
delete globalThis.Atomics;
delete globalThis.SharedArrayBuffer;

const index = (length, at) => { const whole = Math.trunc(at) || 0; return whole < 0 ? length + whole : whole; };
hide(Array.prototype, {
  at(at) { return this[index(this.length, at)]; },
  findLast(test, self) { for (let i = this.length - 1; i >= 0; i--) if (test.call(self, this[i], i, this)) return this[i]; return undefined; },
  findLastIndex(test, self) { for (let i = this.length - 1; i >= 0; i--) if (test.call(self, this[i], i, this)) return i; return -1; },
  toSorted(compare) { return [...this].sort(compare); },
  toReversed() { return [...this].reverse(); },
  toSpliced(...given) { const copy = [...this]; copy.splice(...given); return copy; },
  with(at, value) {
    const copy = [...this];
    const place = index(copy.length, at);
    if (place < 0 || place >= copy.length) throw new RangeError('invalid array index');
    copy[place] = value;
    return copy;
  },
});
hide(String.prototype, {
  at(at) { return this[index(this.length, at)]; },
});
hide(Object, {
  hasOwn: (object, name) => Object.prototype.hasOwnProperty.call(object, name),
  groupBy(items, key) {
    const groups = Object.create(null);
    let number = 0;
    for (const item of items) (groups[key(item, number++)] ??= []).push(item);
    return groups;
  },
});
hide(Map, {
  groupBy(items, key) {
    const groups = new Map();
    let number = 0;
    for (const item of items) { const name = key(item, number++); if (groups.has(name)) groups.get(name).push(item); else groups.set(name, [item]); }
    return groups;
  },
});
hide(Array, {
  async fromAsync(items, map) { const list = []; for await (const item of items) list.push(map ? await map(item, list.length) : item); return list; },
});

// new Error('..', { cause }): the constructors of QuickJS take a message alone.
for (const name of ['Error', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'EvalError', 'URIError']) {
  const Original = globalThis[name];
  const withCause = function (message, options) {
    const error = Reflect.construct(Original, message === undefined ? [] : [message], new.target || withCause);
    if (typeof options === 'object' && options !== null && 'cause' in options) {
      Object.defineProperty(error, 'cause', { value: options.cause, writable: true, configurable: true, enumerable: false });
    }
    return error;
  };
  Object.defineProperty(withCause, 'name', { value: name, configurable: true });
  Object.defineProperty(withCause, 'length', { value: 1, configurable: true });
  withCause.prototype = Original.prototype;
  Object.setPrototypeOf(withCause, Object.getPrototypeOf(Original) === Function.prototype ? Function.prototype : globalThis.Error);
  Object.defineProperty(Original.prototype, 'constructor', { value: withCause, writable: true, configurable: true, enumerable: false });
  if (Original.captureStackTrace) withCause.captureStackTrace = Original.captureStackTrace;
  Object.defineProperty(globalThis, name, { value: withCause, writable: true, configurable: true, enumerable: false });
}

// A path such as `data.seats.0.id`, `seats.#`, `seats.#.id` or `seats.#(price>100).id`: what k6 takes from gjson.
const compare = {
  '==': (a, b) => a == b, '!=': (a, b) => a != b, '<': (a, b) => a < b, '<=': (a, b) => a <= b, '>': (a, b) => a > b, '>=': (a, b) => a >= b,
};
const steps = (path) => path.match(/#\((?:[^()"]|"[^"]*")*\)#?|(?:\\.|[^.\\])+/g) || [];
const literal = (text) => { try { return JSON.parse(text); } catch (error) { return text; } };
const select = (value, path) => {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (value === null || typeof value !== 'object') return undefined;
  if (step === '#' && Array.isArray(value)) {
    return rest.length === 0 ? value.length : value.map((each) => select(each, rest)).filter((each) => each !== undefined);
  }
  const query = /^#\(\s*([^=!<>]*?)\s*(?:(==|!=|<=|>=|<|>)\s*(.*?)\s*)?\)(#?)$/.exec(step);
  if (query && Array.isArray(value)) {
    const [, field, operator, right, all] = query;
    const holds = (each) => {
      const left = field === '' ? each : select(each, steps(field));
      return operator === undefined ? left !== undefined : left !== undefined && compare[operator](left, literal(right));
    };
    return all ? value.filter(holds).map((each) => select(each, rest)) : select(value.find(holds), rest);
  }
  return select(value[step.replace(/\\(.)/g, '$1')], rest);
};

const response = globalThis.__response;
delete globalThis.__response;
const raw = response._json;
delete response._json;
const not_there = (what) => () => { throw new Error(`Response.${what}() is not simulated: HTML is not read`); };
hide(response, {
  json(path) {
    const value = raw.call(this);
    if (value === undefined || value === null) throw new Error("cannot parse json due to an error at line 1: the body is null or empty so we can't transform it to JSON - this likely was because of a request error getting the response");
    return path === undefined ? value : select(value, steps(String(path)));
  },
  html: not_there('html'),
  clickLink: not_there('clickLink'),
  submitForm: not_there('submitForm'),
  toJSON() {
    return {
      remote_ip: '127.0.0.1', remote_port: 80, url: this.url, status: this.status, status_text: this.status_text, proto: 'HTTP/1.1',
      headers: this.headers, cookies: this.cookies, body: this.body, timings: this.timings, error: this.error, error_code: this.error_code,
      request: this.request,
    };
  },
});
const constant = (object, name, value) => Object.defineProperty(object, name, { get: () => value, configurable: true, enumerable: true });
constant(response, 'proto', 'HTTP/1.1');
constant(response, 'remote_ip', '127.0.0.1');
constant(response, 'remote_port', 80);
constant(response, 'tls_version', '');
constant(response, 'tls_cipher_suite', '');
constant(response, 'ocsp', { produced_at: 0, this_update: 0, next_update: 0, revoked_at: 0, revocation_reason: '', status: '' });
Object.defineProperty(response, 'cookies', {
  get() {
    const cookies = {};
    for (const text of native.setsCookies(this) || []) { const cookie = parseCookie(text); (cookies[cookie.name] = cookies[cookie.name] || []).push(cookie); }
    return cookies;
  },
  configurable: true,
  enumerable: true,
});
