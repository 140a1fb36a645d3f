/// The functions in C++ below the k6 modules in JavaScript: the module `onsale:native`.
#pragma once

#include "model/javascript/engine/quickjs_fibers.h"

#include <span>

namespace onsale::javascript {

class Host;
class Vu;

struct Native {
  const char* name;
  int parameters;
  JSCFunction* call;
};

// Each file of natives tells its own; natives.cpp lists the files.
extern const std::span<const Native> core_natives;
extern const std::span<const Native> data_natives;
extern const std::span<const Native> digest_natives;
extern const std::span<const Native> execution_natives;
extern const std::span<const Native> http_natives;
extern const std::span<const Native> metrics_natives;

/// Whose script is running.
Vu& vu_of(JSContext* context);

JSModuleDef* new_native_module(JSContext* context);
void register_classes(Host& host);
/// What belongs to every realm and no module: `Math.random` draws from the customer's stream.
void add_global_objects(JSContext* context, Host& host);

} // namespace onsale::javascript
