#include "sim/run/output/outputs.hpp"

#include "model/config/faults.hpp"
#include "model/config/wording.hpp"
#include "model/k6/output/csv_output.hpp"
#include "model/k6/output/json_output.hpp"
#include "sim/run/output/trace_output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace onsale::run {
namespace {

const std::array<std::string, 6> kinds = {"csv", "json", "openmetrics", "prometheus", "trace", "otlp"};

} // namespace

Outputs::Outputs(const std::vector<std::string>& requests, std::uint64_t trace_every, const k6::SystemTags& tags,
                 k6::Instant start)
    : start_(start)
{
  config::Faults faults;
  for (const std::string& request : requests) {
    const auto equals = request.find('=');
    const std::string kind = request.substr(0, equals);
    const std::string path = equals == std::string::npos ? "" : request.substr(equals + 1);
    if (std::ranges::find(kinds, kind) == kinds.end())
      faults.add({"--out", 0, 0},
                 "there is no output called " + config::in_quotes(kind) + config::suggestion(kind, kinds));
    else if (path.empty())
      faults.add({"--out", 0, 0}, fmt::format("{0} needs a file: {0}=FILE", kind));
    else
      try {
        open(kind, path, trace_every, tags);
        descriptions_.push_back(fmt::format("{} ({})", kind, path));
      } catch (const k6::OutputError& error) {
        faults.add({"--out", 0, 0}, error.what());
      }
  }
  faults.throw_if_any();
}

void Outputs::open(const std::string& kind, const std::string& path, std::uint64_t trace_every,
                   const k6::SystemTags& tags)
{
  if (kind == "csv")
    sinks_.push_back(
        std::make_unique<k6::CsvOutput>(path, k6::CsvOutput::Options{.start = start_, .system_tags = tags}));
  else if (kind == "json")
    sinks_.push_back(std::make_unique<k6::JsonOutput>(path, k6::JsonOutput::Options{.start = start_}));
  else if (kind == "trace" || kind == "otlp") {
    trace_files_.emplace_back(kind == "otlp", path);
    if (not traces_)
      traces_.emplace(trace_every);
  } else {
    auto output = std::make_unique<OpenMetricsOutput>(path, start_);
    openmetrics_.push_back(output.get());
    sinks_.push_back(std::move(output));
  }
}

std::vector<k6::SampleSink*> Outputs::sinks() const
{
  std::vector<k6::SampleSink*> sinks;
  sinks.reserve(sinks_.size());
  for (const auto& sink : sinks_)
    sinks.push_back(sink.get());
  return sinks;
}

void Outputs::add_result(const Scenario& scenario, const RunResult& result, std::uint64_t seed)
{
  for (OpenMetricsOutput* const output : openmetrics_)
    output->add_server(scenario, result);
  if (not traces_)
    return;
  for (TraceFile& trace : trace_files_)
    trace.file.write(trace.is_otlp ? otlp_trace(scenario, *traces_, seed, start_) : chrome_trace(scenario, *traces_));
}

void Outputs::close()
{
  for (const auto& sink : sinks_)
    sink->close();
  for (TraceFile& trace : trace_files_)
    trace.file.close();
}

} // namespace onsale::run
