#include "model/system/flow/step/steps.hpp"
#include "tests/unit/system/system_fixture.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

namespace onsale::system {
namespace {

using testing::ElementsAre;

std::string with_flow(const std::string& flow, const std::string& keys = "", const std::string& settings = "")
{
  return "system: test\nhosts: {box: {cores: 1}}\nsettings: {" + settings + "}\nendpoints:\n  call:\n    path: /\n" +
         keys + "    flow:\n" + flow;
}

Endpoint endpoint(const std::string& flow, const std::string& keys = "", const std::string& settings = "")
{
  http::Names names;
  return valid_system(with_flow(flow, keys, settings), names).endpoints.at(0);
}

std::string faults(const std::string& flow, const std::string& keys = "")
{
  return system_faults(with_flow(flow, keys));
}

std::vector<std::string> labels(const Endpoint& endpoint)
{
  std::vector<std::string> result;
  for (const auto& step : endpoint.flow)
    result.push_back(step->picture().label);
  return result;
}

/// The n-th step of its class.
template <class S> const S& step_of(const Endpoint& endpoint, std::size_t n = 0)
{
  for (const auto& each : endpoint.flow)
    if (const auto* step = dynamic_cast<const S*>(each.get()); step != nullptr && n-- == 0)
      return *step;
  throw std::out_of_range("no such step");
}

const std::string answer = "      - respond: {}\n";

TEST(EndpointReader, ReadsWhatTheRequestIs)
{
  http::Names names;
  const SystemOptions options = valid_system(with_flow(answer, "    method: POST\n"
                                                               "    input: {user: userId, token: User-Token}\n"
                                                               "    request-bytes: 345B\n"
                                                               "    allocates: 200KB\n"
                                                               "    holds: 100KB\n"),
                                             names);
  const Endpoint& read = options.endpoints.at(0);
  EXPECT_EQ(read.id, "call");
  EXPECT_EQ(read.method, "POST");
  EXPECT_EQ(read.path, "/");
  EXPECT_EQ(read.request_bytes, 345);
  EXPECT_EQ(read.allocates_bytes, 2 * read.holds_bytes);
  ASSERT_EQ(read.input.size(), 2u);
  EXPECT_EQ(read.input[0].first, *names.fields.find("userId"));
  EXPECT_EQ(read.input[0].second, Register::user);
  EXPECT_EQ(read.input[1].second, Register::token);
  EXPECT_EQ(names.endpoints.all(), std::vector<std::string>{"call"});
}

TEST(EndpointReader, DefaultsAreAGetOf200BytesThatAllocatesNothing)
{
  const Endpoint read = endpoint(answer);
  EXPECT_EQ(read.method, "GET");
  EXPECT_EQ(read.request_bytes, 200);
  EXPECT_EQ(read.allocates_bytes, 0);
  EXPECT_EQ(read.holds_bytes, 0);
  EXPECT_EQ(step_of<RespondStep>(read).response.status, 200);
  EXPECT_EQ(step_of<RespondStep>(read).response.bytes, 200);
}

TEST(EndpointReader, EveryPathEndsInAnAnswer)
{
  const Endpoint read = endpoint("      - respond: {status: 204}\n      - cpu: 1ms\n");
  EXPECT_THAT(labels(read), ElementsAre("respond", "cpu", "respond"));
  EXPECT_EQ(step_of<RespondStep>(read).response.status, 204);
}

TEST(EndpointReader, ATransactionConnectsCommitsAndDisconnectsWithoutOpenInView)
{
  const std::string flow = "      - transaction: [{query: 1ms}, {lock: {row: seats, key: seat, wait: 3s}}]\n" + answer;
  EXPECT_THAT(labels(endpoint(flow, "", "spring.jpa.open-in-view: false")),
              ElementsAre("connect", "connect", "query", "lock", "commit", "disconnect", "respond", "respond"));
  EXPECT_THAT(labels(endpoint(flow)),
              ElementsAre("connect", "connect", "query", "lock", "commit", "respond", "respond"));
  const Endpoint read = endpoint(flow);
  EXPECT_EQ(step_of<LockStep>(read).kind, LockStep::Kind::row);
  Registers registers;
  registers[Register::seat] = 7;
  EXPECT_EQ(step_of<LockStep>(read).key.of(registers), 7u);
  EXPECT_EQ(step_of<LockStep>(read).patience, engine::seconds(3));
}

TEST(EndpointReader, AnInnerTransactionHasNoCommitOfItsOwn)
{
  EXPECT_THAT(labels(endpoint("      - transaction: [{transaction: [{delay: 1ms}]}]\n" + answer)),
              ElementsAre("connect", "connect", "delay", "commit", "respond", "respond"));
}

TEST(EndpointReader, AQueryIsATimeOrAMap)
{
  const Endpoint read = endpoint("      - query: 2ms\n"
                                 "      - query: {mean: 3ms, cv: 0.5, law: lognormal}\n"
                                 "      - query: {cpu: 4ms, scan: holds, per-row: 2us, pages: 1.5}\n" +
                                 answer);
  EXPECT_EQ(step_of<QueryStep>(read, 0).query.scan.cpu.mean_s(), 2e-3);
  EXPECT_EQ(step_of<QueryStep>(read, 1).query.scan.cpu.law(), engine::Distribution::Law::lognormal);
  EXPECT_FALSE(step_of<QueryStep>(read, 1).query.scan.table);
  EXPECT_EQ(step_of<QueryStep>(read, 2).query.scan.cpu.mean_s(), 4e-3);
  EXPECT_EQ(step_of<QueryStep>(read, 2).query.scan.table, booking::Table::holds);
  EXPECT_DOUBLE_EQ(step_of<QueryStep>(read, 2).query.scan.s_per_row, 2e-6);
  EXPECT_EQ(step_of<QueryStep>(read, 2).query.pages, 1.5);
}

// 0 booking | 1 jump 6 | 2 cpu | 3 jump 6 | 4 respond | 5 jump 6 | 6 respond
TEST(EndpointReader, OutcomesBranchAndMeetAgain)
{
  const Endpoint read =
      endpoint("      - booking: {call: reserve, on: {ok: [{cpu: 1ms}], hold_expired: [{respond: {status: "
               "410}}]}}\n"
               "      - respond: {status: 201}\n");
  EXPECT_THAT(labels(read), ElementsAre("booking", "jump", "cpu", "jump", "respond", "jump", "respond", "respond"));
  EXPECT_EQ(step_of<BookingStep>(read).call, BookingCall::reserve);
  EXPECT_EQ(step_of<BookingStep>(read).branch(booking::Outcome::ok), 2u);
  EXPECT_EQ(step_of<BookingStep>(read).branch(booking::Outcome::hold_expired), 4u);
  EXPECT_EQ(step_of<BookingStep>(read).branch(booking::Outcome::not_owner), BookingStep::no_branch);
  for (const std::size_t jump : {1u, 3u, 5u})
    EXPECT_EQ(read.flow[jump]->picture().edges.at(0).to, 6u);
}

// 0 branch else 3 | 1 cpu | 2 jump 4 | 3 delay | 4 respond
TEST(EndpointReader, ABranchHasTwoWays)
{
  const Endpoint read =
      endpoint("      - branch: {when: balance < 1000.5, then: [{cpu: 1ms}], else: [{delay: 1ms}]}\n" + answer);
  EXPECT_THAT(labels(read), ElementsAre("branch", "cpu", "jump", "delay", "respond", "respond"));
  EXPECT_EQ(read.flow[0]->picture().edges.at(0).to, 3u);
  EXPECT_EQ(read.flow[2]->picture().edges.at(0).to, 4u);
}

TEST(EndpointReader, AResponseHasFieldsAListAndBytes)
{
  http::Names names;
  const SystemOptions options =
      valid_system(with_flow("      - respond: {status: 201, fields: {data.id: hold, at: position}, list: 'list[].id', "
                             "bytes: 300B, bytes-per-element: 40B}\n"),
                   names);
  const ResponseSpec& response = step_of<RespondStep>(options.endpoints.at(0)).response;
  EXPECT_EQ(response.status, 201);
  ASSERT_EQ(response.fields.size(), 2u);
  EXPECT_EQ(response.fields[0].first, *names.fields.find("data.id"));
  EXPECT_EQ(response.fields[0].second, Register::hold);
  EXPECT_EQ(response.list, names.fields.find("list[].id"));
  EXPECT_EQ(response.bytes, 300);
  EXPECT_EQ(response.bytes_per_element, 40);
}

TEST(EndpointReader, LockSpacesAreNumberedInOrderOfAppearance)
{
  http::Names names;
  const SystemOptions options = valid_system(with_flow("      - lock: {row: seats, key: seat}\n"
                                                       "      - lock: {application: user, key: user, wait: 0s}\n"
                                                       "      - lock: {row: seats, key: hold}\n" +
                                                       answer),
                                             names);
  EXPECT_THAT(options.lock_spaces, ElementsAre("seats", "user"));
  const Endpoint& read = options.endpoints.at(0);
  EXPECT_EQ(step_of<LockStep>(read, 0).space, 0u);
  EXPECT_FALSE(step_of<LockStep>(read, 0).patience);
  EXPECT_EQ(step_of<LockStep>(read, 1).space, 1u);
  EXPECT_EQ(step_of<LockStep>(read, 1).kind, LockStep::Kind::application);
  EXPECT_EQ(step_of<LockStep>(read, 2).space, 0u);
}

TEST(EndpointReader, SaysWhichStepItDoesNotKnow)
{
  EXPECT_THAT(faults("      - cpus: 1ms\n" + answer),
              testing::AllOf(testing::StartsWith("sale.yaml:8:9: endpoints.call.flow[0]: expected one of cpu, redis, "),
                             testing::HasSubstr("unknown key \"cpus\", did you mean \"cpu\"?\n")));
}

TEST(EndpointReader, SaysThatNothingAnswers)
{
  EXPECT_EQ(faults("      - cpu: 1ms\n"),
            "sale.yaml:8:7: endpoints.call.flow: no step answers the request: add `respond`\n");
}

TEST(EndpointReader, NamesTheRegistersThereAre)
{
  const std::string known = "user, token, concert, event, seat, hold, reservation, payment, amount, balance, position, "
                            "wait, price, count\n";
  EXPECT_EQ(faults(answer, "    input: {usr: userId}\n"),
            "sale.yaml:7:18: endpoints.call.input.usr: there is no register usr, and no step uses such a value: " +
                known);
  EXPECT_EQ(faults("      - respond: {fields: {id: holds}}\n"),
            "sale.yaml:8:32: endpoints.call.flow[0].respond.fields.id: there is no register holds: " + known);
  EXPECT_EQ(faults("      - lock: {row: seats, key: seats}\n" + answer),
            "sale.yaml:8:33: endpoints.call.flow[0].lock.key: there is no register seats: " + known);
}

TEST(EndpointReader, SaysWhatALockNeeds)
{
  EXPECT_EQ(faults("      - lock: {row: seats}\n" + answer),
            "sale.yaml:8:15: endpoints.call.flow[0].lock.key: a lock needs what names the row\n");
  std::string nine;
  for (int k = 0; k < 9; ++k)
    nine += "      - lock: {row: seats, key: seat}\n";
  EXPECT_EQ(faults(nine + answer), "sale.yaml:16:15: endpoints.call.flow[8].lock: an endpoint takes at most 8 locks\n");
}

TEST(EndpointReader, NamesTheCallsAndOutcomesThereAre)
{
  const std::string known = "issue_token, queue_status, require_active, release_token, activate_token, "
                            "available_seats, hold_seat, read_seat, "
                            "reserve, pay, read_account, charge, cancel\n";
  EXPECT_EQ(faults("      - booking: resrve\n" + answer),
            "sale.yaml:8:18: endpoints.call.flow[0].booking: the booking core has no call resrve: " + known);
  EXPECT_EQ(faults("      - booking: {on: {ok: [{cpu: 1ms}]}}\n" + answer),
            "sale.yaml:8:18: endpoints.call.flow[0].booking.call: a booking step needs the call\n");
  EXPECT_EQ(faults("      - booking: {call: reserve, on: {sold_out: [{cpu: 1ms}]}}\n" + answer),
            "sale.yaml:8:49: endpoints.call.flow[0].booking.on.sold_out: no outcome of the booking core is called "
            "sold_out\n");
}

TEST(EndpointReader, NamesTheTablesThereAre)
{
  EXPECT_EQ(faults("      - query: {scan: hold, per-row: 1us}\n" + answer),
            "sale.yaml:8:23: endpoints.call.flow[0].query.scan: there is no table called hold: users, concerts, "
            "events, seats, "
            "holds, reservations, payments, balance_history, tokens, waiting_tokens\n");
}

TEST(EndpointReader, AConditionComparesTwoValues)
{
  const auto branch = [](const std::string& when) {
    return faults("      - branch: {when: " + when + ", then: [{cpu: 1ms}]}\n" + answer);
  };
  const std::string place = "sale.yaml:8:24: endpoints.call.flow[0].branch.when: ";
  for (const std::string when : {"position", "position ==", "position = 0", "position == 0 0"})
    EXPECT_EQ(branch(when), place + "expected `value ==|!=|<|> value`\n") << when;
  EXPECT_THAT(branch("pos == 0"), testing::StartsWith(place + "there is no register pos: user, "));
  EXPECT_THAT(branch("position == none"), testing::StartsWith(place + "there is no register none: user, "));
}

TEST(EndpointReader, ARequestHoldsNoMoreThanItAllocates)
{
  EXPECT_EQ(faults(answer, "    allocates: 1000B\n    holds: 1001B\n"),
            "sale.yaml:8:12: endpoints.call.holds: 1001 bytes are more than the 1000 that the request allocates\n");
}

} // namespace
} // namespace onsale::system
