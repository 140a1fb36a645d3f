#include "model/javascript/engine/built_in.hpp"

#include "model/javascript/engine/glue.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <regex>
#include <utility>

namespace onsale::javascript {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr std::array modules{Pair{"k6", "k6.js"},
                             Pair{"k6/http", "k6_http.js"},
                             Pair{"k6/metrics", "k6_metrics.js"},
                             Pair{"k6/data", "k6_data.js"},
                             Pair{"k6/execution", "k6_execution.js"},
                             Pair{"k6/encoding", "k6_encoding.js"},
                             Pair{"k6/crypto", "k6_crypto.js"},
                             Pair{"k6/timers", "k6_timers.js"},
                             Pair{"onsale:cookies", "cookies.js"},
                             Pair{"onsale:prelude", "prelude.js"},
                             Pair{"onsale:recorder", "recorder.js"}};

/// Any version of a library is this one.
struct Library {
  const char* url; ///< as a regular expression
  const char* example;
  std::string_view glue;
};
const std::array libraries{Library{R"(https://jslib\.k6\.io/k6-utils/[^/]+/index\.js)",
                                   "https://jslib.k6.io/k6-utils/1.4.0/index.js", "k6_utils.js"},
                           Library{R"(https://jslib\.k6\.io/papaparse/[^/]+/index\.js)",
                                   "https://jslib.k6.io/papaparse/5.1.1/index.js", "papaparse.js"},
                           Library{R"(https://jslib\.k6\.io/k6-summary/[^/]+/index\.js)",
                                   "https://jslib.k6.io/k6-summary/0.0.2/index.js", "k6_summary.js"}};

constexpr std::array refused{
    Pair{"k6/ws", "WebSocket is not simulated"},
    Pair{"k6/websockets", "WebSocket is not simulated"},
    Pair{"k6/experimental/websockets", "WebSocket is not simulated"},
    Pair{"k6/net/grpc", "gRPC is not simulated"},
    Pair{"k6/experimental/grpc", "gRPC is not simulated"},
    Pair{"k6/browser", "the browser is not simulated"},
    Pair{"k6/experimental/browser", "the browser is not simulated"},
    Pair{"k6/html", "HTML is not read"},
    Pair{"k6/experimental/redis", "a script reaches the simulated system by HTTP alone"},
    Pair{"k6/experimental/fs", "use open()"},
    Pair{"k6/experimental/csv", "use papaparse with open()"},
    Pair{"k6/experimental/streams", "streams are not there"},
};

std::string_view glue_of(std::string_view module)
{
  for (const auto& [name, file] : modules)
    if (name == module)
      return file;
  for (const Library& library : libraries)
    if (std::regex_match(module.begin(), module.end(), std::regex(library.url)))
      return library.glue;
  return {};
}

} // namespace

std::string refusal_of(std::string_view module)
{
  if (not glue_of(module).empty() || module == "onsale:native")
    return {};
  for (const auto& [name, why] : refused)
    if (name == module)
      return std::string(why);
  if (module.find("://") != std::string_view::npos)
    return fmt::format("nothing is fetched; built in are {}; for another one give a file: --import {}=FILE",
                       fmt::join(built_in_modules(), ", "), module);
  return fmt::format("there is no such module; built in are {}", fmt::join(built_in_modules(), ", "));
}

std::string_view built_in(std::string_view module)
{
  return glue(glue_of(module));
}

std::vector<std::string> built_in_modules()
{
  std::vector<std::string> names;
  for (const auto& [name, file] : modules)
    if (not name.starts_with("onsale:"))
      names.emplace_back(name);
  for (const Library& library : libraries)
    names.emplace_back(library.example);
  return names;
}

} // namespace onsale::javascript
