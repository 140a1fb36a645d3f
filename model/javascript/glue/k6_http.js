import * as native from 'onsale:native';
import { CookieJar, cookieJar, cookieHeader, keepCookies, jars_in_use } from 'onsale:cookies';
import { b64encode } from 'k6/encoding';
import { testOptions } from 'k6/execution';

// http.setResponseCallback: what is expected of requests that say nothing themselves.
let callback;
const given = (params) => (callback === undefined || (params && 'responseCallback' in params) ? params : { ...params, responseCallback: callback });

class FileData {
  constructor(data, filename, type) { this.data = data; this.filename = filename === undefined ? String(Date.now()) : filename; this.content_type = type === undefined ? 'application/octet-stream' : type; }
}
export const file = (data, filename, type) => new FileData(data, filename, type);

const text_of = (data) => (typeof data === 'string' ? data : String.fromCharCode(...new Uint8Array(data.buffer || data)));
const boundary = 'onsale-form-boundary-7d3f5a';
const part = (name, value) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${
  value instanceof FileData ? `; filename="${value.filename}"\r\nContent-Type: ${value.content_type}` : ''}\r\n\r\n${
  value instanceof FileData ? text_of(value.data) : value}\r\n`;
const with_headers = (params, headers) => ({ ...params, headers: { ...headers, ...(params && params.headers) } });

// `http://user:word@host/`, files in forms and cookies are rare: what has none of them goes straight on.
const plain_object = (body) => typeof body === 'object' && body !== null && !(body instanceof ArrayBuffer) && !ArrayBuffer.isView(body);
const ready = (method, where, body, params) => {
  let url = where;
  let all = given(params);
  if (typeof url === 'string' && url.includes('@')) {
    const user = /^(\w+:\/\/)([^/?#@]*)@(.*)$/.exec(url);
    if (user && !(all && all.auth === 'digest')) {
      url = user[1] + user[3];
      all = with_headers(all, { Authorization: `Basic ${b64encode(decodeURIComponent(user[2]))}` });
    } else if (user) url = user[1] + user[3];
  }
  if (all && all.auth === 'ntlm') throw new TypeError('auth: ntlm is not simulated');
  if (plain_object(body) && Object.values(body).some((value) => value instanceof FileData)) {
    all = with_headers(all, { 'Content-Type': `multipart/form-data; boundary=${boundary}` });
    return [method, url, `${Object.keys(body).map((name) => part(name, body[name])).join('')}--${boundary}--\r\n`, all, cookieHeader(url, all)];
  }
  return [method, url, body, all, cookieHeader(url, all)];
};

const is_redirect = (status) => status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
const absolute = (from, location) => {
  if (/^\w+:\/\//.test(location)) return location;
  const [, origin, path] = /^(\w+:\/\/[^/?#]*)([^?#]*)/.exec(from);
  return location.startsWith('/') ? origin + location : `${origin}${path.slice(0, path.lastIndexOf('/') + 1) || '/'}${location}`;
};
const redirects_of = (params) => {
  if (params && params.redirects !== undefined && params.redirects !== null) return params.redirects;
  const { maxRedirects } = testOptions();
  return maxRedirects === undefined || maxRedirects === null ? 10 : maxRedirects;
};
const answer_of = (response, [method, url, body, params]) => {
  if (native.setsCookies(response)) keepCookies(url, response, params);
  const { status } = response;
  if (status === 401 && params && params.auth === 'digest' && !(params.headers && params.headers.Authorization)) {
    return send(method, url, body, with_headers(params, { Authorization: 'Digest' }));
  }
  if (!is_redirect(status)) return response;
  const location = response.headers.Location;
  const left = redirects_of(params);
  if (location === undefined || !(left > 0)) return response;
  const keeps = status === 307 || status === 308 || method === 'HEAD';
  return send(keeps ? method : 'GET', absolute(String(url), location), keeps ? body : null, { ...params, redirects: left - 1 });
};
const is_plain = (url, params) => callback === undefined && !jars_in_use && typeof url === 'string' && !url.includes('@')
  && (params === undefined || params === null || (params.cookies === undefined && params.jar === undefined && params.auth === undefined));
const send = (method, url, body, params) => {
  if ((typeof body !== 'object' || body === null) && is_plain(url, params)) {
    const response = native.request(method, url, body, params);
    return native.isPlain(response) ? response : answer_of(response, [method, url, body, params]);
  }
  const all = ready(method, url, body, params);
  return answer_of(native.request(...all), all);
};

export const request = (method, url, body, params) => send(String(method).toUpperCase(), url, body, params);
export const asyncRequest = (method, url, body, params) => {
  const all = ready(String(method).toUpperCase(), url, body, params);
  return native.asyncRequest(...all).then((response) => answer_of(response, all));
};
export const get = (url, params) => send('GET', url, null, params);
export const head = (url, params) => send('HEAD', url, null, params);
export const post = (url, body, params) => send('POST', url, body, params);
export const put = (url, body, params) => send('PUT', url, body, params);
export const patch = (url, body, params) => send('PATCH', url, body, params);
export const del = (url, body, params) => send('DELETE', url, body, params);
export const options = (url, body, params) => send('OPTIONS', url, body, params);

const without_body = (method) => method === 'GET' || method === 'HEAD';
const one_of_batch = (each) => {
  if (typeof each === 'string') return ['GET', each, null, undefined];
  if (!Array.isArray(each)) return [String(each.method || 'GET').toUpperCase(), each.url, each.body, each.params];
  const method = String(each[0]).toUpperCase();
  return without_body(method) && each.length === 3 && typeof each[2] === 'object' && each[2] !== null && ('headers' in each[2] || 'tags' in each[2])
    ? [method, each[1], null, each[2]] : [method, each[1], each[2], each[3]];
};
const send_all = (requests) => {
  const all = requests.map((each) => ready(...one_of_batch(each)));
  return native.batch(all).map((response, i) => answer_of(response, all[i]));
};
export function batch(requests) {
  if (Array.isArray(requests)) return send_all(requests);
  const names = Object.keys(requests);
  const responses = send_all(names.map((name) => requests[name]));
  return Object.fromEntries(names.map((name, i) => [name, responses[i]]));
}

export const expectedStatuses = (...statuses) => ({
  __expected: statuses.map((each) => {
    if (typeof each === 'number') return [each, each];
    if (each && typeof each.min === 'number' && typeof each.max === 'number') return [each.min, each.max];
    throw new TypeError("invalid argument to expectedStatuses: expected an integer or an object of the form {min:100, max:329}");
  }),
});
export const setResponseCallback = (expected) => { callback = expected; };

/// http.url`http://host/seats/${id}`: one name for all ids.
export const url = (parts, ...values) => ({
  name: parts.join('${}'),
  url: parts.reduce((text, piece, i) => text + piece + (i < values.length ? String(values[i]) : ''), ''),
  toString() { return this.url; },
});

const constants = {
  SSL_3_0: 'ssl3.0', TLS_1_0: 'tls1.0', TLS_1_1: 'tls1.1', TLS_1_2: 'tls1.2', TLS_1_3: 'tls1.3',
  OCSP_STATUS_GOOD: 'good', OCSP_STATUS_REVOKED: 'revoked', OCSP_STATUS_SERVER_FAILED: 'server_failed', OCSP_STATUS_UNKNOWN: 'unknown',
};
export { CookieJar, cookieJar };
export default { request, asyncRequest, get, head, post, put, patch, del, options, batch, expectedStatuses, setResponseCallback, url, file, CookieJar, cookieJar, ...constants };
