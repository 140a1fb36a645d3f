#include "sim/run/series.hpp"

namespace onsale::run {

void SeriesRecorder::sample(engine::Time now, SeriesPoint load)
{
  auto reports = server_.stations(now);
  if (series_.resources.empty())
    for (const engine::StationReport& report : reports) {
      series_.resources.push_back(report.name);
      series_.capacities.push_back(report.capacity);
    }
  for (std::size_t i = 0; i < reports.size(); ++i) {
    const double busy_before_s = last_.empty() ? 0 : last_[i].busy_s;
    const double elapsed_before_s = last_.empty() ? 0 : last_[i].elapsed_s;
    const double capacity_s = (reports[i].elapsed_s - elapsed_before_s) * reports[i].capacity;
    load.resources.push_back({.utilisation = capacity_s > 0 ? (reports[i].busy_s - busy_before_s) / capacity_s : 0,
                              .queued = static_cast<double>(reports[i].queued)});
  }
  series_.points.push_back(std::move(load));
  last_ = std::move(reports);
}

} // namespace onsale::run
