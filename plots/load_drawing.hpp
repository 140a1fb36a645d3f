/// The load that was asked for as a small drawing in the head of the page.
#pragma once

#include "plots/run_files.hpp"

#include <string>

namespace onsale::plots {

/// An SVG with words below it: `users: ramping-vus, up to 5,000 VUs`. Empty if the manifest does not tell the load.
std::string load_drawing(const RunFiles& run);

} // namespace onsale::plots
