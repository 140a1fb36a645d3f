/// The story of one request as k6's clock sees it, from the virtual user to the answer.
#pragma once

#include "model/http/target.hpp"
#include "model/system/flow/cause.hpp"
#include "sim/engine/process.hpp"

namespace onsale::system {

class Instance;
class System;

/// Who sends it to the application: k6 over its network, or the proxy in front, which chooses the process.
struct Hop {
  Instance* instance = nullptr; ///< nullptr: k6 sends it, the balancer chooses
  engine::Time since{};         ///< of the proxy's: when k6 sent it
};

///   request_cpu | blocked (connect) | sending | waiting (all of the server, response_cpu) | receiving | output_cpu
engine::Process carry(System& system, http::Exchange& exchange, Hop hop = {});

/// The request got no answer; whoever still waits for it is told.
void fail(http::Reply& reply, Cause cause, http::NetworkError error, const http::Phases& phases);

} // namespace onsale::system
