#include "sim/run/outputs.hpp"

#include "model/config/faults.hpp"
#include "model/config/wording.hpp"
#include "model/load/csv_output.hpp"
#include "model/load/json_output.hpp"

#include <fmt/format.h>

#include <array>

namespace onsale::run {
namespace {

std::unique_ptr<load::SampleSink> open(const std::string& kind, const std::string& path)
{
  if (kind == "csv")
    return std::make_unique<load::CsvOutput>(path);
  return std::make_unique<load::JsonOutput>(path);
}

} // namespace

Outputs::Outputs(const std::vector<std::string>& requests)
{
  const std::array<std::string, 2> kinds = {"csv", "json"};
  config::Faults faults;
  for (const std::string& request : requests) {
    const auto equals = request.find('=');
    const std::string kind = request.substr(0, equals);
    const std::string path = equals == std::string::npos ? "" : request.substr(equals + 1);
    if (kind != "csv" && kind != "json")
      faults.add({"--out", 0, 0},
                 "there is no output called " + config::in_quotes(kind) + config::suggestion(kind, kinds));
    else if (path.empty())
      faults.add({"--out", 0, 0}, fmt::format("{0} needs a file: {0}=FILE", kind));
    else
      try {
        sinks_.push_back(open(kind, path));
        descriptions_.push_back(fmt::format("{} ({})", kind, path));
      } catch (const load::OutputError& error) {
        faults.add({"--out", 0, 0}, error.what());
      }
  }
  faults.throw_if_any();
}

std::vector<load::SampleSink*> Outputs::sinks() const
{
  std::vector<load::SampleSink*> sinks;
  for (const auto& sink : sinks_)
    sinks.push_back(sink.get());
  return sinks;
}

void Outputs::close()
{
  for (const auto& sink : sinks_)
    sink->close();
}

} // namespace onsale::run
