/// Reading endpoints: the flow of steps in a scenario becomes the steps that the server walks.
///
///   endpoints:
///     reserve:
///       method: POST
///       path: /api/v1/concert-events/{concertEventId}/reserve
///       input: {hold: occupationId, token: User-Token}      # register: request field, wherever it stands
///     # or: {hold: {body: occupation.id}, token: {header: Authorization, as: "Bearer {}"}}
///       allocates: 120KB                                  # heap used by one request
///       holds: 20KB                                       # of these, what stays reachable until it is answered
///       flow:
///         - cpu: 0.4ms
///         - redis: {cpu: 20us, scan: waiting_tokens, per-row: 0.5us}   # or the CPU time alone
///         - booking: require_active                         # refused unless ok
///         - lock: {application: user, key: user, wait: 0s}  # or {row: seats, key: seat}
///         - transaction:
///             - query: {cpu: 0.3ms, scan: holds, per-row: 0.2us}
///             - booking: {call: reserve, on: {hold_expired: [{respond: {status: 410}}]}}
///         - respond: {fields: {data.id: reservation}, bytes: 240}
#pragma once

#include "model/config/object.hpp"
#include "model/http/names.hpp"
#include "model/system/flow/distribution_reader.hpp"
#include "model/system/flow/endpoint.hpp"
#include "model/system/flow/flow_reader.hpp"

namespace onsale::system {

/// @param names  endpoints are interned here; journeys use the same numbers
std::vector<Endpoint> read_endpoints(config::Object endpoints, FlowReader& reader, http::Names& names);

/// What answers a request that no endpoint takes: `fault`, a status, or what `respond` takes.
/// @return nothing: such a request ends the test
std::optional<Endpoint> read_unmatched(config::Object& top, http::Names& names, const Identities& identities);

} // namespace onsale::system
