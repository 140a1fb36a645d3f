#include "tests/fuzz/readers.hpp"

#include "calibration/audit/audit.hpp"
#include "calibration/audit/report.hpp"
#include "calibration/k6/json_text.hpp"
#include "calibration/k6/k6_options.hpp"
#include "calibration/k6/reader.hpp"
#include "calibration/k6/samples_reader.hpp"
#include "calibration/k6/summary_text_reader.hpp"
#include "calibration/k6/usage_reader.hpp"
#include "model/config/faults.hpp"
#include "model/javascript/k6_scripts.hpp"
#include "model/javascript/script_error.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace onsale::fuzz {
namespace {

using namespace calibration;

/// What can be read can be audited and reported.
void judge(const K6Result& result)
{
  const Audit audited = audit(result);
  audit_table(audited, true);
  audit_json({audited});
}

void summary_text(std::string_view bytes)
{
  Input input("input", bytes);
  judge(read_summary_text(input));
}

/// Export, handleSummary data, machine-readable summary and published result: told apart by their keys.
void summary_json(std::string_view bytes)
{
  Input input("input", bytes);
  judge(read_k6_result(input));
}

void samples_csv(std::string_view bytes)
{
  Input input("input", bytes);
  judge(read_samples_csv(input));
}

void samples_json(std::string_view bytes)
{
  Input input("input", bytes);
  judge(read_samples_json(input));
}

void usage(std::string_view bytes)
{
  Input input("input", bytes);
  const UsageSeries series = read_usage(input);
  for (const auto& column : series.columns)
    static_cast<void>(series.mean(column, series.time_s.front(), series.time_s.back()));
}

void k6_options(std::string_view bytes)
{
  read_k6_options(parse_json(bytes, "input"), "input");
}

/// Answers whatever is asked, for some actions; a script that goes on is cut off.
class Answers : public javascript::Port {
public:
  std::string route(const javascript::OutgoingRequest&, k6::Request&, std::string&) override { return {}; }
  JSValue body(JSContext* context, http::NameId, const http::Response&) override { return JS_NewObject(context); }
  std::vector<std::pair<std::string, std::string>> headers(http::NameId, const http::Response&) override { return {}; }
};

void run_script(javascript::K6Scripts& scripts)
{
  constexpr int most_actions = 50;
  const auto script = scripts.make("default", 0);
  http::Response response;
  response.status = 200;
  script->start({});
  for (int actions = 0; actions < most_actions; ++actions)
    if (script->next(&response, [] { return 0.5; }).kind == k6::Action::Kind::end)
      return;
  script->abandon();
}

void script(std::string_view bytes)
{
  javascript::Host::Options options;
  options.engine.busy_limit = 100'000;
  options.engine.memory_of_user_bytes = 16 << 20;
  javascript::Sources sources("input.js");
  sources.keep(sources.main(), std::string(bytes));
  try {
    const auto declaration = javascript::declare(sources, options);
    Answers port;
    javascript::K6Scripts scripts(sources, port, declaration, options);
    if (scripts.has("default"))
      run_script(scripts);
  } catch (const javascript::ScriptError& error) {
    throw config::InvalidInput({{"input.js", 0, 0, error.what()}});
  }
}

constexpr std::array all_readers = {Reader{"summary_text", summary_text},
                                    Reader{"summary_json", summary_json},
                                    Reader{"samples_csv", samples_csv},
                                    Reader{"samples_json", samples_json},
                                    Reader{"usage", usage},
                                    Reader{"k6_options", k6_options},
                                    Reader{"script", script}};

} // namespace

std::span<const Reader> readers()
{
  return all_readers;
}

bool takes(const Reader& reader, std::string_view bytes)
{
  try {
    reader.read(bytes);
    return true;
  } catch (const config::InvalidInput&) {
    return false;
  }
}

} // namespace onsale::fuzz
