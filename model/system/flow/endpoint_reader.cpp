#include "model/system/flow/endpoint_reader.hpp"

#include "model/config/enum_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

namespace onsale::system {
namespace {

using config::Object;
using config::Value;

class EndpointReader {
public:
  EndpointReader(const Variation& variation, const ConnectionUse& connections, http::Names& names,
                 std::vector<std::string>& spaces)
      : variation_(variation), connections_(connections), names_(names), spaces_(spaces)
  {
  }

  Endpoint read(const std::string& id, Object object)
  {
    endpoint_ = {};
    endpoint_.id = id;
    endpoint_.method = object.text("method", {.says = "HTTP method", .default_value = "GET"});
    endpoint_.path = object.text("path", {.says = "as it would stand in a URL"});
    endpoint_.request_bytes =
        static_cast<double>(object.bytes("request-bytes", {.says = "sent by k6", .default_value = 200}));
    endpoint_.allocates_bytes = static_cast<double>(
        object.bytes("allocates", {.says = "garbage that a request leaves in the heap", .default_value = 0}));
    endpoint_.holds_bytes = static_cast<double>(
        object.bytes("holds", {.says = "of what it allocates, reachable until the request ends", .default_value = 0}));
    if (endpoint_.holds_bytes > endpoint_.allocates_bytes)
      object.fault("holds", fmt::format("{:.0f} bytes are more than the {:.0f} that the request allocates",
                                        endpoint_.holds_bytes, endpoint_.allocates_bytes));
    Object input = object.object("input", "register of the booking core <- field of the request");
    for (const auto& entry : input.entries("field of the request", registers()))
      if (const auto name = register_named(entry.value, entry.key))
        endpoint_.input.emplace_back(names_.fields.intern(entry.value.text()), *name);
    steps(object.list("flow", {.says = "what a request does, step by step, on a worker thread", .minimum_size = 1}));
    if (endpoint_.responses.empty())
      object.fault("flow", "no step answers the request: add `respond`");
    emit(FlowOp::respond, add(endpoint_.responses, ResponseSpec{})); // the end that every path reaches
    object.finish();
    return std::move(endpoint_);
  }

private:
  template <class T> static std::uint32_t add(std::vector<T>& table, T item)
  {
    table.push_back(std::move(item));
    return static_cast<std::uint32_t>(table.size() - 1);
  }
  std::uint32_t emit(FlowOp op, std::uint32_t index = 0) { return add(endpoint_.steps, FlowStep{op, index, 0}); }
  std::uint32_t here() const { return static_cast<std::uint32_t>(endpoint_.steps.size()); }

  void steps(const std::vector<Value>& list)
  {
    for (const Value& value : list)
      step(value);
  }

  void step(const Value& value)
  {
    value.is_a("flow step", "one step of an endpoint's flow; its key says what it is");
    Object object = value.object();
    const std::string what =
        object.exactly_one_of({{"cpu", "CPU time of the server"},
                               {"redis", "a command: round trip and CPU time of Redis"},
                               {"cache", "an answer from Redis, or worked out by `miss`"},
                               {"query", "a statement: pooled connection, round trip, CPU time of MySQL"},
                               {"lock", "waits for a lock and keeps it to the end of the transaction or request"},
                               {"booking", "a call of the booking core; what it refuses ends the request"},
                               {"transaction", "steps on one connection, then a commit"},
                               {"delay", "waits for somebody else, such as a payment provider; uses nothing"},
                               {"branch", "steps that depend on a register"},
                               {"respond", "answers the request"}});
    object.finish();
    const auto content = what.empty() ? std::nullopt : object.value(what);
    if (not content)
      return;
    if (what == "cpu")
      emit(FlowOp::cpu, demand(*content));
    else if (what == "redis")
      redis(*content);
    else if (what == "cache")
      cache(content->object());
    else if (what == "delay")
      emit(FlowOp::delay, demand(*content));
    else if (what == "query")
      query(*content);
    else if (what == "lock")
      lock(content->object());
    else if (what == "booking")
      booking_call(*content);
    else if (what == "transaction")
      transaction(content->list());
    else if (what == "branch")
      branch(content->object());
    else
      respond(content->object());
  }

  std::uint32_t demand(const Value& value) { return add(endpoint_.demands, read_distribution(value, variation_)); }

  void query(const Value& value)
  {
    emit(FlowOp::connect);
    const std::uint32_t index = statement(value, true);
    endpoint_.queries[index].only_reads = transactions_ == 0;
    emit(FlowOp::query, index);
    disconnect();
  }

  void redis(const Value& value) { emit(FlowOp::redis, statement(value, false)); }

  /// `cache: {cpu: 10us, key: concert, ttl: 60s, miss: [{query: 5ms}]}`
  void cache(Object object)
  {
    CacheStep cache;
    cache.command.cpu =
        read_distribution(object, "cpu", "of Redis for the lookup", variation_, engine::Distribution::constant(0));
    if (const auto key = object.value("key", "register that tells entries apart; none: one entry for all"))
      cache.key = register_named(*key, key->text({.choices = registers()}));
    cache.ttl = object.duration(
        "ttl", {.says = "of an entry; none: for ever", .above = engine::seconds(0), .default_value = engine::forever});
    cache.needs_redis = object.one_of<bool>("redis-down", "without Redis: work it out, or fail",
                                            {{"pass-by", false}, {"fail", true}}, false);
    const std::uint32_t index = add(endpoint_.caches, cache);
    const std::uint32_t look = emit(FlowOp::cache, index);
    const std::size_t first_query = endpoint_.queries.size();
    steps(object.list("miss", {.says = "steps that work it out", .minimum_size = 1}));
    for (std::size_t i = first_query; i < endpoint_.queries.size(); ++i)
      endpoint_.caches[index].rebuild_cpu_s += endpoint_.queries[i].cpu.mean_s();
    emit(FlowOp::cache_put, index);
    endpoint_.steps[look].target = here();
    object.finish();
  }

  /// A CPU time alone, or `{cpu: 0.3ms, scan: holds, per-row: 0.2us}`.
  std::uint32_t statement(const Value& value, bool reads_pages)
  {
    reads_pages ? value.is_a("statement", "a statement: its CPU time alone, or a map")
                : value.is_a("redis command", "a command of Redis: its CPU time alone, or a map");
    Query query;
    if (value.is_map() && not value.object().has("mean")) {
      Object object = value.object();
      query.cpu = read_distribution(object, "cpu", reads_pages ? "CPU time of MySQL" : "CPU time of Redis", variation_,
                                    engine::Distribution::constant(0));
      if (object.has("scan",
                     reads_pages ? "table that is walked from end to end" : "set that is walked from end to end")) {
        const std::string table = object.text("scan", {.choices = config::enum_names(booking::Table::waiting_tokens)});
        query.scans = booking::table_from_name(table);
        if (not query.scans)
          object.fault("scan", "there is no table called " + table +
                                   ": users, concerts, events, seats, holds, reservations, payments, "
                                   "balance_history, tokens, waiting_tokens");
        query.scan_s_per_row = engine::in_seconds(object.duration(
            "per-row", {.says = reads_pages ? "CPU time for each of its rows" : "CPU time for each of its elements"}));
      }
      if (reads_pages)
        query.pages =
            object.number("pages", {.says = "pages read; a share of them from the disk (mysql.buffer-pool-miss)",
                                    .minimum = 0.0,
                                    .default_value = 0.0});
      object.finish();
    } else {
      query.cpu = read_distribution(value, variation_);
    }
    return add(endpoint_.queries, query);
  }

  void transaction(const std::vector<Value>& list)
  {
    emit(FlowOp::connect);
    if (transactions_ == 0)
      set_autocommit();
    ++transactions_;
    steps(list);
    --transactions_;
    if (transactions_ == 0) { // an inner one joins the outer one (Spring: REQUIRED)
      emit(FlowOp::commit);
      set_autocommit();
    }
    disconnect();
  }

  void set_autocommit()
  {
    if (connections_.set_autocommit_cpu)
      emit(FlowOp::query, add(endpoint_.queries, Query{.cpu = *connections_.set_autocommit_cpu, .scans = {}}));
  }

  void disconnect()
  {
    if (transactions_ == 0 && not connections_.open_in_view)
      emit(FlowOp::disconnect);
  }

  void lock(Object object)
  {
    Lock lock;
    const std::string kind = object.exactly_one_of({{"row", "kind of row, locked by SELECT .. FOR UPDATE"},
                                                    {"application", "kind of lock of the application, as in Redis"}});
    if (not kind.empty()) {
      lock.kind = kind == "row" ? Lock::Kind::row : Lock::Kind::application;
      const std::string space = object.text(kind);
      const auto found = std::find(spaces_.begin(), spaces_.end(), space);
      lock.space = static_cast<std::uint32_t>(found - spaces_.begin());
      if (found == spaces_.end())
        spaces_.push_back(space);
    }
    if (const auto key = object.value("key", "register that names the row"))
      lock.key = register_named(*key, key->text({.choices = registers()})).value_or(Register::user);
    else
      object.fault("key", "a lock needs the register that names the row");
    if (object.has("wait"))
      lock.patience = object.duration("wait", {.says = "for so long at most; none: MySQL's time-out"});
    if (endpoint_.locks.size() == max_locks)
      object.fault("an endpoint takes at most " + std::to_string(max_locks) + " locks");
    object.finish();
    emit(FlowOp::lock, add(endpoint_.locks, lock));
  }

  void booking_call(const Value& value)
  {
    BookingStep call;
    if (not value.is_map()) {
      call.call = call_named(value);
      emit(FlowOp::booking, add(endpoint_.calls, call));
      return;
    }
    Object object = value.object();
    if (const auto name = object.value("call", "name of the call"))
      call.call = call_named(*name);
    else
      object.fault("call", "a booking step needs the call");
    const std::uint32_t index = add(endpoint_.calls, call);
    emit(FlowOp::booking, index);
    Object outcomes = object.object("on", "steps for outcomes that do not end the request");
    std::vector<std::uint32_t> ends;
    const std::uint32_t skip = emit(FlowOp::jump);
    for (const auto& entry :
         outcomes.entries("steps for this outcome", config::enum_names(booking::Outcome::version_conflict))) {
      const auto outcome = booking::outcome_from_name(entry.key);
      if (not outcome) {
        entry.value.fault("no outcome of the booking core is called " + entry.key);
        continue;
      }
      endpoint_.calls[index].branch(*outcome) = here();
      steps(entry.value.list());
      ends.push_back(emit(FlowOp::jump));
    }
    endpoint_.steps[skip].target = here();
    for (const std::uint32_t jump : ends)
      endpoint_.steps[jump].target = here();
    object.finish();
  }

  BookingCall call_named(const Value& value)
  {
    const auto calls = booking_call_names();
    const std::string name = value.text({.choices = {calls.begin(), calls.end()}});
    if (const auto call = booking_call_from_name(name))
      return *call;
    std::string known;
    for (const auto each : calls)
      known += (known.empty() ? "" : ", ") + std::string(each);
    value.fault("the booking core has no call " + name + ": " + known);
    return BookingCall::queue_status;
  }

  /// `when: position == 0`
  void branch(Object object)
  {
    BranchStep branch;
    std::istringstream words(object.text("when", {.says = "`register ==|!=|<|> number`"}));
    std::string left;
    std::string compare;
    words >> left >> compare >> branch.right;
    const bool complete = not words.fail() && (words >> std::ws).eof();
    const auto name = register_from_name(left);
    const bool known = compare == "==" || compare == "!=" || compare == "<" || compare == ">";
    if (not complete || not name || not known)
      object.fault("when", "expected `register ==|!=|<|> number`");
    branch.left = name.value_or(Register::position);
    branch.compare = compare == "=="   ? BranchStep::Compare::equal
                     : compare == "!=" ? BranchStep::Compare::not_equal
                     : compare == "<"  ? BranchStep::Compare::less
                                       : BranchStep::Compare::greater;
    const std::uint32_t test = emit(FlowOp::branch, add(endpoint_.branches, branch));
    steps(object.list("then", {.says = "steps if it is so"}));
    const std::uint32_t skip = emit(FlowOp::jump);
    endpoint_.steps[test].target = here();
    steps(object.list("else", {.says = "steps if not"}));
    endpoint_.steps[skip].target = here();
    object.finish();
  }

  void respond(Object object)
  {
    ResponseSpec response;
    response.status = static_cast<int>(
        object.integer("status", {.says = "HTTP status", .minimum = 100, .maximum = 599, .default_value = 200}));
    Object fields = object.object("fields", "field of the response <- register");
    for (const auto& entry : fields.entries("register"))
      if (const auto name = register_named(entry.value, entry.value.text({.choices = registers()})))
        response.fields.emplace_back(names_.fields.intern(entry.key), *name);
    if (object.has("list"))
      response.list = names_.fields.intern(object.text("list", {.says = "field that holds the list just read"}));
    response.bytes = static_cast<double>(object.bytes("bytes", {.says = "of the response", .default_value = 200}));
    response.bytes_per_element = static_cast<double>(
        object.bytes("bytes-per-element", {.says = "more for each element of the list", .default_value = 0}));
    object.finish();
    emit(FlowOp::respond, add(endpoint_.responses, std::move(response)));
  }

  static std::vector<std::string> registers()
  {
    const auto names = register_names();
    return {names.begin(), names.end()};
  }

  static std::optional<Register> register_named(const Value& value, const std::string& name)
  {
    const auto found = register_from_name(name);
    if (not found) {
      std::string known;
      for (const auto each : register_names())
        known += (known.empty() ? "" : ", ") + std::string(each);
      value.fault("there is no register " + name + ": " + known);
    }
    return found;
  }

  Variation variation_;
  ConnectionUse connections_;
  http::Names& names_;
  std::vector<std::string>& spaces_;
  Endpoint endpoint_;
  int transactions_ = 0;
};

} // namespace

std::vector<Endpoint> read_endpoints(Object endpoints, const Variation& variation, const ConnectionUse& connections,
                                     http::Names& names, std::vector<std::string>& spaces)
{
  EndpointReader reader(variation, connections, names, spaces);
  std::vector<Endpoint> read;
  for (const auto& entry : endpoints.entries()) {
    names.endpoints.intern(entry.key);
    read.push_back(reader.read(entry.key, entry.value.object()));
  }
  return read;
}

} // namespace onsale::system
