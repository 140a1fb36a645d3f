/// k6's Response: what came back, in the block of its JavaScript object; body and headers are made when they are asked
/// for.
#pragma once

#include "model/javascript/vu.hpp"

namespace onsale::javascript {

class Host;

void register_response(Host& host);
void add_response_prototype(JSContext* context, const Host& host);

/// Whether it is no redirect, asks for no authentication and sets no headers of its own.
bool is_plain(JSContext* context, JSValueConst response);

/// Its Set-Cookie headers as a list of texts; undefined without any, or if it is no Response.
JSValue set_cookies(JSContext* context, JSValueConst response);

/// The answer that the user has just got.
JSValue new_response(Vu& vu, const k6::Request& request, JSValueConst url);

} // namespace onsale::javascript
