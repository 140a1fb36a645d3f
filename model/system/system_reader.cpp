#include "model/system/system_reader.hpp"

#include "model/system/flow/endpoint_reader.hpp"
#include "model/system/flow/failure_set.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/part.hpp"

#include <tuple>

namespace onsale::system {
namespace {

using config::Object;
using engine::seconds;

booking::BookingOptions read_booking(Object object, const QueueSettings& queue)
{
  constexpr std::int64_t most = 4'000'000'000;
  const auto count = [&](const char* key, const char* says, std::int64_t otherwise) {
    return static_cast<std::uint32_t>(
        object.integer(key, {.says = says, .minimum = 1, .maximum = most, .default_value = otherwise}));
  };
  booking::BookingOptions options;
  options.users = count("users", "accounts, numbered from 1", 1);
  options.concerts = count("concerts", "numbered from 1", 1);
  options.inventory.events = count("events", "dates on sale, numbered from 1", 1);
  options.inventory.seats_per_event = count("seats-per-event", "numbered from 1", 1);
  options.inventory.hold_ttl = object.duration(
      "hold-ttl",
      {.says = "after which a held seat is free again", .above = seconds(0), .default_value = seconds(300)});
  if (object.has("reservation-ttl"))
    options.inventory.reservation_ttl =
        object.duration("reservation-ttl",
                        {.says = "after which an unpaid reservation is cancelled; none: never", .above = seconds(0)});
  options.initial_balance =
      object.integer("balance", {.says = "of each account at the start", .minimum = 0, .default_value = 0});
  options.price_per_seat = object.integer("price", {.says = "of a seat", .minimum = 0, .default_value = 1000});
  options.queue.reissue = object.one_of<booking::Reissue>(
      "second-token", "what a user gets who asks for a token and has one",
      {{"keep", booking::Reissue::keep}, {"replace", booking::Reissue::replace}}, booking::Reissue::keep);
  options.queue.active_ttl = queue.active_ttl;
  options.queue.unlimited = queue.unlimited;
  if (static_cast<std::int64_t>(options.inventory.events) * options.inventory.seats_per_event > most)
    object.fault("seats-per-event", "more than 4,000,000,000 seats in all");
  object.finish();
  return options;
}

std::vector<StatusRule> read_statuses(Object object)
{
  std::vector<StatusRule> rules;
  for (const auto& entry :
       object.entries("for this cause of failure or outcome of the booking core", failure_names())) {
    const auto failure = failure_from_name(entry.key);
    if (not failure) {
      entry.value.fault("neither a cause of failure nor an outcome of the booking core is called " + entry.key);
      continue;
    }
    StatusRule rule;
    std::tie(rule.cause, rule.outcome) = *failure;
    rule.status = static_cast<int>(entry.value.integer({.minimum = 100, .maximum = 599}));
    rules.push_back(rule);
  }
  return rules;
}

} // namespace

SystemOptions read_system(Object& top, const config::Settings& settings, http::Names& names)
{
  SystemOptions options;
  options.settings = read_settings(settings);
  options.name = top.text("system", {.says = "name of the system under test"});
  options.title =
      top.text("title", {.says = "one line for lists and reports", .default_value = "", .may_be_empty = true});
  options.hosts = read_hosts(top);
  options.host_of = read_processes(
      top.object("processes", "on which host each process runs; the first host unless said"), options.hosts);
  const Variation variation = read_variation(top.object("demands", "how demands vary that are given as a mean alone"));
  options.network = read_network(top.object("network", "times on the way, without any work"));
  options.client = read_client(top.object("client", "what requests cost k6"), variation);
  options.application = read_application(top.object("application", "its processes, and the balancer before them"));
  options.application.instances = static_cast<std::uint32_t>(
      top.integer("instances", {.says = "processes of the application: the same as application.instances",
                                .minimum = 1,
                                .maximum = 1000,
                                .default_value = options.application.instances}));
  for (const PartKind* part : parts())
    if (part->read != nullptr)
      options.parts[part->name] = part->read(top, variation);
  options.jvm = read_jvm(top.object("jvm", "the server's Java process: collections, thread starts, cold code"),
                         variation, heap_bytes(options));
  options.threads = read_threads(top.object("threads", "what threads cost, and who gets what is free"), variation);
  options.database = &read_database(top, settings, variation, options.database_costs);
  options.booking = read_booking(top.object("booking", "the booking core's data and rules"), options.settings.queue);
  options.statuses = read_statuses(top.object("statuses", "HTTP statuses that differ from the default ones"));
  options.identities = read_identities(top.object("ids", "how identities look outside: `token: uuid`"));
  FlowReader reader(variation, {options.settings.hikari.open_in_view, options.database_costs.set_autocommit_cpu}, names,
                    options.lock_spaces, options.parts);
  reader.identities = options.identities;
  options.endpoints =
      read_endpoints(top.object("endpoints", "what the server answers, by the name that journeys use"), reader, names);
  options.jobs = read_jobs(top.object("jobs", "what the application does by itself, by name"), reader);
  if (auto unmatched = read_unmatched(top, names, options.identities))
    options.endpoints.push_back(*std::move(unmatched));
  const bool has_endpoints = not options.endpoints.empty();
  FlowReader beside(variation, {false, options.database_costs.set_autocommit_cpu}, names, options.lock_spaces,
                    options.parts);
  for (const PartKind* part : parts())
    if (part->read_flows != nullptr)
      part->read_flows(top, beside, options);
  if (not has_endpoints)
    top.fault("endpoints", "a system needs at least one endpoint");
  return options;
}

} // namespace onsale::system
