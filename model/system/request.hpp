/// The story of one request as k6's clock sees it, from the virtual user to the answer.
#pragma once

#include "model/http/target.hpp"
#include "model/system/flow/cause.hpp"
#include "sim/engine/process.hpp"

namespace onsale::system {

class System;

///   request_cpu | blocked (connect) | sending | waiting (all of the server, response_cpu) | receiving | output_cpu
engine::Process carry(System& system, http::Exchange& exchange);

/// The request got no answer; whoever still waits for it is told.
void fail(http::Reply& reply, Cause cause, http::NetworkError error, const http::Phases& phases);

} // namespace onsale::system
