/// What the functions of `k6/http` are given, read: method, URL, body and params.
#pragma once

#include "model/javascript/vu.hpp"

namespace onsale::javascript {

/// Makes the request that a script asks for.
/// @param body    undefined, null, a string, an ArrayBuffer, or an object that is sent as a form
/// @param params  undefined, null or k6's Params
/// @param cookies  the header, undefined without
/// @return false: an exception is pending
bool read_request(Vu& vu, JSValueConst method, JSValueConst url, JSValueConst body, JSValueConst params,
                  JSValueConst cookies, k6::Request& request);

} // namespace onsale::javascript
