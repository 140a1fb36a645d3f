#include "sim/run/blame.hpp"

#include "model/system/mysql/mysql.hpp"
#include "model/system/tomcat/tomcat.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace onsale::run {
namespace {

using system::Charge;
using system::charge_count;
using system::Charged;
using system::Charges;
using system::held_count;

constexpr std::size_t lines_count = system::held_count + 1; // of what is held, and the one before Redis's thread
constexpr auto redis_line = static_cast<std::size_t>(Charge::redis_thread);

std::size_t number(Charge charge)
{
  return static_cast<std::size_t>(charge);
}

std::vector<std::string> names_of(const system::System& system)
{
  const system::SystemOptions& options = system.options;
  std::vector<std::string> names(charge_count);
  const auto name = [&](Charge charge) -> std::string& { return names[number(charge)]; };
  name(Charge::connections) = system::tomcat_connections(options.settings.tomcat, 1).id;
  name(Charge::workers) = system::tomcat_workers(options.settings.tomcat, 1).id;
  name(Charge::hikari_pool) = system::hikari_pool(options.settings.hikari, 1).id;
  name(Charge::row_locks) = system::row_locks(options).id;
  name(Charge::application_locks) = system::application_locks().id;
  name(Charge::redis_connections) = system::redis_connections(options.settings.redis, 1).id;
  name(Charge::redis_thread) = system::redis_thread(options).id;
  for (std::size_t role = 0; role < system::role_count; ++role)
    names[number(Charge::server_cpu) + role] = system::host_cpu(options.hosts[options.host_of[role]]).id;
  name(Charge::jvm) = "garbage collection";
  name(Charge::disk) = system::database_disk(options, "mysql disk").id;
  name(Charge::log) = "log flushes";
  name(Charge::network) = "network";
  name(Charge::others) = "delays";
  return names;
}

Charged difference(const Charged& now, const Charged& before)
{
  return {now.wait_s - before.wait_s, now.work_s - before.work_s};
}

} // namespace

/// Of the last second: which devices were full, and how many seconds of something were in use.
struct BlameRecorder::LastRow {
  const Series& series;
  double elapsed_s = 0;

  bool full(const std::string& id) const
  {
    constexpr double almost = 0.95;
    for (std::size_t i = 0; i < series.resources.size(); ++i)
      if (series.resources[i].id == id && series.points.back().resources[i].utilisation >= almost)
        return true;
    return false;
  }
  double busy_s(const std::string& id) const
  {
    double sum = 0;
    for (std::size_t i = 0; i < series.resources.size(); ++i)
      if (series.resources[i].id == id)
        sum += series.points.back().resources[i].utilisation * series.capacities[i] * elapsed_s;
    return sum;
  }
};

BlameRecorder::BlameRecorder(const system::System& system)
    : system_(system), names_(names_of(system)), charged_(system.options.endpoints.size()),
      requests_(system.options.endpoints.size()), shares_(lines_count)
{
  for (std::size_t line = 0; line < lines_count; ++line)
    shares_[line][line] = 1; // its own, until its holders have done something
}

void BlameRecorder::sample(const Series& series)
{
  if (series.points.empty())
    return;
  const LastRow row{series, series.points.back().time_s - last_s_};
  last_s_ = series.points.back().time_s;
  Lines lines(lines_count);
  for (std::size_t line = 0; line < held_count; ++line)
    lines[line] = held_line(line, row);
  lines[redis_line] = line_of_redis(row);
  follow(lines);
  charge();
}

BlameRecorder::Line BlameRecorder::held_line(std::size_t line, const LastRow& row) const
{
  Line its;
  double all_s = 0;
  for (std::size_t charge = 0; charge < charge_count; ++charge) {
    const Charged time = difference(system_.ledger.holders()[line][charge], holders_[line][charge]);
    all_s += time.wait_s + time.work_s;
    its.direct[charge >= redis_line && row.full(names_[charge]) ? charge : line] += time.work_s;
    (charge < lines_count ? its.onward[charge] : its.direct[charge]) += time.wait_s;
  }
  if (line == number(Charge::connections)) { // kept-alive ones that no request uses
    const double idle_s = std::max(0.0, row.busy_s(names_[line]) - all_s);
    its.direct[line] += idle_s;
    all_s += idle_s;
  }
  its.known = all_s > 0;
  for (double& share : its.direct)
    share /= all_s > 0 ? all_s : 1;
  for (double& share : its.onward)
    share /= all_s > 0 ? all_s : 1;
  return its;
}

/// As long as it has something to do and does not do it, it waits for the core.
BlameRecorder::Line BlameRecorder::line_of_redis(const LastRow& row) const
{
  double work_s = 0;
  for (std::size_t endpoint = 0; endpoint < requests_.size(); ++endpoint)
    work_s += difference(system_.ledger.requests()[endpoint][redis_line], requests_[endpoint][redis_line]).work_s;
  const double busy_s = std::max(row.busy_s(names_[redis_line]), work_s);
  Line its;
  its.known = busy_s > 0;
  if (its.known) {
    its.direct[redis_line] = work_s / busy_s;
    its.direct[number(Charge::redis_cpu)] = 1 - work_s / busy_s;
  }
  return its;
}

/// Lines stand one behind the other, at most as deep as there are.
void BlameRecorder::follow(const Lines& lines)
{
  constexpr std::size_t rounds = lines_count;
  for (std::size_t round = 0; round < rounds; ++round)
    for (std::size_t line = 0; line < lines_count; ++line) {
      if (not lines[line].known)
        continue; // as it was
      auto share = lines[line].direct;
      for (std::size_t next = 0; next < lines_count; ++next)
        for (std::size_t charge = 0; charge < charge_count; ++charge)
          share[charge] += lines[line].onward[next] * shares_[next][charge];
      shares_[line] = share;
    }
}

void BlameRecorder::charge()
{
  for (std::size_t endpoint = 0; endpoint < requests_.size(); ++endpoint)
    for (std::size_t charge = 0; charge < charge_count; ++charge) {
      const Charged time = difference(system_.ledger.requests()[endpoint][charge], requests_[endpoint][charge]);
      charged_[endpoint][charge].work_s += time.work_s;
      if (charge >= lines_count) {
        charged_[endpoint][charge].wait_s += time.wait_s;
        continue;
      }
      for (std::size_t to = 0; to < charge_count; ++to)
        charged_[endpoint][to].wait_s += time.wait_s * shares_[charge][to];
    }
  requests_ = system_.ledger.requests();
  holders_ = system_.ledger.holders();
}

std::vector<EndpointBlame> BlameRecorder::take() const
{
  std::vector<EndpointBlame> all;
  for (std::size_t endpoint = 0; endpoint < charged_.size(); ++endpoint) {
    EndpointBlame its{system_.options.endpoints[endpoint].id, system_.anatomy()[endpoint].all().requests, {}};
    for (std::size_t charge = 0; charge < charge_count; ++charge) {
      const Charged& time = charged_[endpoint][charge];
      if (time.work_s + time.wait_s <= 0)
        continue;
      auto found = std::ranges::find(its.resources, names_[charge], &Blame::resource);
      if (found == its.resources.end()) // roles may share a host
        found = its.resources.insert(found, {names_[charge]});
      found->work_s += time.work_s;
      found->wait_s += time.wait_s;
    }
    std::ranges::stable_sort(its.resources, std::greater{}, &Blame::all_s);
    all.push_back(std::move(its));
  }
  return all;
}

std::vector<Blame> blame_of_all(const std::vector<EndpointBlame>& endpoints)
{
  std::vector<Blame> sum;
  for (const EndpointBlame& endpoint : endpoints)
    for (const Blame& each : endpoint.resources) {
      auto found = std::ranges::find(sum, each.resource, &Blame::resource);
      if (found == sum.end())
        found = sum.insert(found, {each.resource});
      found->work_s += each.work_s;
      found->wait_s += each.wait_s;
    }
  std::ranges::stable_sort(sum, std::greater{}, &Blame::all_s);
  return sum;
}

std::string blame_text(const std::vector<EndpointBlame>& endpoints)
{
  constexpr double told = 0.02;
  const auto all = blame_of_all(endpoints);
  double all_s = 0;
  for (const Blame& each : all)
    all_s += each.all_s();
  std::string text;
  for (const Blame& each : all) {
    if (each.all_s() < told * all_s)
      break;
    text += fmt::format("{}{} {:.0f} %", text.empty() ? "" : ", ", each.resource, 100 * each.all_s() / all_s);
    if (each.wait_s >= told * all_s)
      text += fmt::format(" ({:.0f} % waiting)", 100 * each.wait_s / all_s);
  }
  return text;
}

} // namespace onsale::run
