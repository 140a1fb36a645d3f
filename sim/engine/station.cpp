#include "sim/engine/station.hpp"

#include <cmath>
#include <cstdio>

namespace onsale::engine {
namespace {

bool agree(double left, double right)
{
  return std::abs(left - right) <= 1e-6 * std::max({1.0, std::abs(left), std::abs(right)});
}

std::string law(const StationReport& report, const char* name, const char* left_name, double left,
                const char* right_name, double right)
{
  char text[256];
  std::snprintf(text, sizeof text, "%s: %s broken: %s = %.9g, %s = %.9g", report.name.c_str(), name, left_name, left,
                right_name, right);
  return text;
}

} // namespace

std::vector<std::string> broken_laws(const StationReport& r)
{
  std::vector<std::string> broken;
  const double flow_out = static_cast<double>(r.completions + r.gave_up + r.queued + r.in_service);
  if (not agree(static_cast<double>(r.arrivals), flow_out))
    broken.push_back(law(r, "flow balance", "arrivals", static_cast<double>(r.arrivals), "left or present", flow_out));
  if (not agree(r.busy_s, r.served_s))
    broken.push_back(law(r, "utilisation law", "busy_s", r.busy_s, "served_s", r.served_s));
  if (not agree(r.queued_integral_s, r.waited_s))
    broken.push_back(law(r, "Little's law", "integral of queue", r.queued_integral_s, "sum of waits", r.waited_s));
  if (r.utilisation() > 1 + 1e-9)
    broken.push_back(law(r, "utilisation <= 1", "utilisation", r.utilisation(), "limit", 1));
  return broken;
}

StationReport Station::report(Time now) const
{
  Station upto = *this;
  upto.integrate(now);
  StationReport report = upto.report_;
  const double now_s = in_seconds(now);
  report.elapsed_s = in_seconds(now);
  report.capacity = capacity_;
  report.capacity_mean = report.elapsed_s > 0 ? upto.capacity_integral_s_ / report.elapsed_s : capacity_;
  report.queued = queued_;
  report.in_service = in_service_;
  report.waited_s = waited_s_ + static_cast<double>(queued_) * now_s;
  report.served_s = served_s_ + static_cast<double>(in_service_) * now_s;
  return report;
}

} // namespace onsale::engine
