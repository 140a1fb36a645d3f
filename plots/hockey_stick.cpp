#include "plots/hockey_stick.hpp"

#include "plots/script.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace onsale::plots {

Picture hockey_stick(const Table& table, const std::string& variable, const std::optional<Slo>& slo)
{
  const auto at = table.numbers(variable);
  const auto median = table.numbers("http_req_duration med");
  const auto p90 = table.numbers("http_req_duration p(90)");
  const auto p95 = table.numbers("http_req_duration p(95)");
  const auto rate = table.numbers("http_reqs rate");
  std::vector<std::vector<double>> rows;
  rows.reserve(table.size());
  for (std::size_t row = 0; row < table.size(); ++row)
    rows.push_back({at[row], median[row], p90[row], p95[row], rate[row]});
  std::sort(rows.begin(), rows.end());
  const std::size_t bottleneck = table.column("bottleneck");
  double knee = -1;
  std::string knee_text;
  for (std::size_t row = 0; row < table.size(); ++row)
    if (not table.text(row, bottleneck).empty() && (knee < 0 || at[row] < knee)) {
      knee = at[row];
      knee_text = fmt::format("{} full from {} on", table.text(row, bottleneck), count_text(knee));
    }
  Script script;
  script.data("curve", rows).number("most", rows.back()[0]).text("load", variable);
  script.number("slo_ms", slo ? slo->ms : 0).text("slo", slo ? slo->text : "");
  script.number("low_ms", *std::min_element(median.begin(), median.end()));
  script.number("high_ms", std::max(slo ? slo->ms : 0, *std::max_element(p95.begin(), p95.end())));
  script.number("knee", knee).text("knee_text", knee_text).line("array percentiles[3] = ['p50', 'p90', 'p95']");
  return {.name = "hockey-stick",
          .title = fmt::format("Response time and throughput against {}", variable),
          .reading =
              "Each point is a run of its own. Up to the knee throughput follows the load; beyond it response times "
              "do. The dashed line is the first point at which a resource was full.",
          .drawing = "load_curve.gp",
          .script = script.str(),
          .height_px = 560};
}

} // namespace onsale::plots
