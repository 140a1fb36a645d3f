/// Finds out what a format holds by giving its readers one made-up document after the other and listening to what they
/// ask: each round puts what the last one brought to light into the documents of the next, until nothing new is asked.
///
///   {}                       -> the map has keys hosts, jvm, ...
///   {jvm: 1}, {jvm: {}}, ..  -> jvm is a map with keys young-pause, young-share, ...
///   {jvm: {young-share: 1}}  -> young-share is a ratio above 0, by default 60 %
#pragma once

#include "model/config/document.hpp"
#include "model/config/faults.hpp"
#include "sim/interop/format.hpp"

#include <functional>

namespace onsale::interop {

/// Reads a document and reports its questions to the faults; its faults do not matter.
using Read = std::function<void(const config::Document&, config::Faults&)>;

/// Asks the readers. Deterministic. Recursive formats need Value::is_a() where they come back to themselves.
Format explore(const Read& read);

} // namespace onsale::interop
