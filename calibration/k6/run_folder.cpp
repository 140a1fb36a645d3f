#include "calibration/k6/run_folder.hpp"

#include "calibration/k6/csv_table.hpp"
#include "calibration/k6/json_text.hpp"
#include "calibration/k6/reader.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace onsale::calibration {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr double ms = 1e-3;

/// The file itself, or packed.
fs::path part(const fs::path& folder, const std::string& name)
{
  const fs::path packed = folder / (name + ".gz");
  return fs::exists(packed) ? packed : folder / name;
}

/// Columns of a table that are asked for by name, each looked up once.
class Row {
public:
  explicit Row(Input& input) : table_(input) {}

  bool next() { return table_.next(); }
  std::string text(std::string_view name) { return std::string(table_.text(place(name))); }
  double number(std::string_view name) { return table_.number(place(name)); }
  std::optional<double> number_or_none(std::string_view name) { return table_.number_or_none(place(name)); }

private:
  std::size_t place(std::string_view name)
  {
    const auto known =
        std::find_if(places_.begin(), places_.end(), [&](const auto& each) { return each.first == name; });
    return known != places_.end() ? known->second : places_.emplace_back(name, table_.column(name)).second;
  }

  CsvTable table_;
  std::vector<std::pair<std::string_view, std::size_t>> places_; ///< names are literals
};

void read_endpoint_second(Row& row, EndpointSecond& second)
{
  second.second = static_cast<int>(row.number("t"));
  second.endpoint = row.text("endpoint");
  second.requests = row.number("requests");
  second.failures = row.number("failures");
  second.failure_status = row.text("fail_by_status");
  second.mean_s = row.number("mean_ms") * ms;
  second.p50_s = row.number("p50_ms") * ms;
  second.p90_s = row.number("p90_ms") * ms;
  second.p95_s = row.number("p95_ms") * ms;
  second.p99_s = row.number("p99_ms") * ms;
  second.max_s = row.number("max_ms") * ms;
  second.blocked_mean_s = row.number("blocked_mean_ms") * ms;
  second.blocked_max_s = row.number("blocked_max_ms") * ms;
}

void read_seconds(const fs::path& path, RunFolder& run)
{
  Input input(path);
  Row row(input);
  while (row.next()) {
    if (row.text("endpoint") != "ALL") {
      read_endpoint_second(row, run.endpoint_seconds.emplace_back());
      continue;
    }
    TestSecond& second = run.seconds.emplace_back();
    read_endpoint_second(row, second);
    second.vus = row.number_or_none("vus");
    second.iterations = row.number("iterations");
    second.dropped_iterations = row.number("dropped_iterations");
    if (const auto mean_ms = row.number_or_none("iteration_mean_ms"))
      second.iteration_mean_s = *mean_ms * ms;
  }
}

void read_served(const fs::path& path, RunFolder& run)
{
  Input input(path);
  Row row(input);
  while (row.next())
    run.served.push_back({.endpoint = row.text("endpoint"),
                          .requests = row.number("requests"),
                          .errors = row.number("errors"),
                          .wall_s = row.number("wall_ms_mean") * ms,
                          .worker_cpu_s = row.number("thread_cpu_ms_mean") * ms,
                          .redis_s = row.number("redis_ms_mean") * ms,
                          .db_requests = row.number("db_requests"),
                          .pool_wait_s = row.number("pool_wait_ms_mean") * ms,
                          .connection_hold_s = row.number("conn_hold_ms_mean") * ms});
}

void read_config(const fs::path& path, RunFolder& run)
{
  const Json config = read_json(path);
  try {
    for (const auto& [name, value] : config.at("knobs").items())
      run.knobs.emplace_back(name, value.is_string() ? value.get<std::string>() : value.dump());
    run.started_unix_s = config.at("started_unix").get<double>();
  } catch (const Json::exception& error) {
    throw config::InvalidInput(
        {{path.string(), 0, 0, fmt::format("not the configuration of a run: {}", error.what())}});
  }
}

} // namespace

std::string_view RunFolder::knob(std::string_view setting) const
{
  for (const auto& [known, value] : knobs)
    if (known == setting)
      return value;
  return {};
}

const ServedEndpoint* RunFolder::served_endpoint(std::string_view endpoint) const
{
  const auto found =
      std::find_if(served.begin(), served.end(), [&](const ServedEndpoint& each) { return each.endpoint == endpoint; });
  return found == served.end() || found->requests == 0 ? nullptr : &*found;
}

bool is_run_folder(const fs::path& folder)
{
  return fs::exists(folder / "config.json") && fs::exists(part(folder, "server.csv"));
}

RunFolder read_run_folder(const fs::path& folder)
{
  RunFolder run;
  run.name = (folder.has_filename() ? folder : folder.parent_path()).filename().string();
  read_config(folder / "config.json", run);
  if (const fs::path summary = part(folder, "summary.json"); fs::exists(summary)) {
    run.result = read_k6_result(summary);
    run.result->name = run.name;
    read_seconds(part(folder, "timeseries.csv"), run);
  }
  Input server(part(folder, "server.csv"));
  run.server = read_usage_csv(server);
  read_served(part(folder, "server-endpoints.csv"), run);
  return run;
}

} // namespace onsale::calibration
