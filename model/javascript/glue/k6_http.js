import * as native from 'onsale:native';

// http.setResponseCallback: what is expected of requests that say nothing themselves.
let callback;
const given = (params) => (callback === undefined || (params && 'responseCallback' in params) ? params : { ...params, responseCallback: callback });

export const request = (method, url, body, params) => native.request(String(method).toUpperCase(), url, body, given(params));
export const asyncRequest = (method, url, body, params) => native.asyncRequest(String(method).toUpperCase(), url, body, given(params));
export const get = (url, params) => native.request('GET', url, null, given(params));
export const head = (url, params) => native.request('HEAD', url, null, given(params));
export const post = (url, body, params) => native.request('POST', url, body, given(params));
export const put = (url, body, params) => native.request('PUT', url, body, given(params));
export const patch = (url, body, params) => native.request('PATCH', url, body, given(params));
export const del = (url, body, params) => native.request('DELETE', url, body, given(params));
export const options = (url, body, params) => native.request('OPTIONS', url, body, given(params));

const without_body = (method) => method === 'GET' || method === 'HEAD';
const one_of_batch = (each) => {
  if (typeof each === 'string') return ['GET', each, null, undefined];
  if (!Array.isArray(each)) return [String(each.method || 'GET').toUpperCase(), each.url, each.body, each.params];
  const method = String(each[0]).toUpperCase();
  return without_body(method) && each.length === 3 && typeof each[2] === 'object' && each[2] !== null && ('headers' in each[2] || 'tags' in each[2])
    ? [method, each[1], null, each[2]] : [method, each[1], each[2], each[3]];
};
const ready = (each) => { const [method, where, body, params] = one_of_batch(each); return [method, where, body, given(params)]; };
export function batch(requests) {
  if (Array.isArray(requests)) return native.batch(requests.map(ready));
  const names = Object.keys(requests);
  const responses = native.batch(names.map((name) => ready(requests[name])));
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
  url: parts.reduce((text, part, i) => text + part + (i < values.length ? String(values[i]) : ''), ''),
  toString() { return this.url; },
});

export const file = (data, filename, type) => ({ data, filename, content_type: type });

const defaults = {
  TLS_1_0: 'tls1.0', TLS_1_1: 'tls1.1', TLS_1_2: 'tls1.2', TLS_1_3: 'tls1.3', AUTO: 'auto', AUTH: 'auth',
};
export default { request, asyncRequest, get, head, post, put, patch, del, options, batch, expectedStatuses, setResponseCallback, url, file, ...defaults };
