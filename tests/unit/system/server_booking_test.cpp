// The booking calls of a flow: which registers they read, which they fill.
#include "model/booking/invariants.hpp"
#include "tests/unit/system/system_fixture.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

namespace onsale::system {
namespace {

using booking::Outcome;
using testing::ElementsAre;

/// One endpoint a call; every endpoint sends back the same registers.
std::string shop(const std::string& settings = "queue.unlimited: true", const std::string& booking = "")
{
  std::string text = free_machine("jvm: {thread-start-cpu: 0s}\nsettings: {" + settings +
                                  "}\nbooking: {users: 10, events: 2, seats-per-event: 3, balance: 1500, price: 1000" +
                                  booking + "}\nendpoints:\n");
  for (const auto& call : booking_call_names())
    text += "  " + std::string(call) + ":\n    path: /" + std::string(call) +
            "\n    input: {user: u, token: t, seat: s, event: e, hold: h, reservation: r, amount: a}\n"
            "    flow: [{booking: " +
            std::string(call) +
            "}, {respond: {list: ids, fields: {token: token, position: position, wait: wait, hold: hold, reservation: "
            "reservation, payment: payment, balance: balance, count: count}}}]\n";
  return text;
}

enum FieldNumber : std::uint8_t { token, position, wait, hold, reservation, payment, balance, count };

class ServerBooking : public testing::Test {
protected:
  /// What the call answers at the next full second.
  Ended call(BookingCall call, std::vector<std::pair<const char*, double>> send)
  {
    rig_->at(++time_s_, 0, {.endpoint = static_cast<http::NameId>(call), .send = std::move(send)});
    rig_->run_until(time_s_ + 0.5);
    return rig_->ended.back();
  }
  void open(const std::string& text) { rig_ = std::make_unique<SystemRig>(text); }
  void TearDown() override { EXPECT_THAT(booking::violations(rig_->system->desk.booking()), testing::IsEmpty()); }

  double time_s_ = 0;
  std::unique_ptr<SystemRig> rig_ = std::make_unique<SystemRig>(shop());
};

// A token as a number: serial x 2^32 + user, the user counted from 0.
TEST_F(ServerBooking, ATokenIsOneNumber)
{
  open(shop("queue.unlimited: true", ", second-token: replace"));
  const double first = call(BookingCall::issue_token, {{"u", 7}}).fields[token];
  EXPECT_EQ(first, 4294967296.0 + 6); // replaced tokens count from 1
  const double second = call(BookingCall::issue_token, {{"u", 7}}).fields[token];
  EXPECT_EQ(second, 2 * 4294967296.0 + 6);
  EXPECT_EQ(call(BookingCall::require_active, {{"t", first}}).status, 401);
  EXPECT_EQ(call(BookingCall::require_active, {{"t", second}}).status, 200);
  EXPECT_EQ(call(BookingCall::release_token, {{"t", second}}).status, 200);
  EXPECT_EQ(call(BookingCall::require_active, {{"t", second}}).status, 401);
}

TEST_F(ServerBooking, NumbersThatAreNoTokensOrRowsAreRefusedNotCrashed)
{
  for (const double number : {-1.0, 0.0, 0.5, 11.0, 4294967295.0, 4294967296.0, 0x1p53, 1e300,
                              std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()})
    for (std::size_t i = 0; i < booking_call_names().size(); ++i) {
      const auto name = static_cast<BookingCall>(i);
      const Ended end = call(
          name,
          {{"u", number}, {"t", number}, {"s", number}, {"e", number}, {"h", number}, {"r", number}, {"a", number}});
      const bool reads_token_only = name == BookingCall::queue_status || name == BookingCall::require_active ||
                                    name == BookingCall::release_token;
      if (number == 0 && reads_token_only)
        continue; // the token of the first user, who has none yet: refused as well, in its own words
      EXPECT_NE(end.status, 200) << to_string(Register::user) << " " << number << " call " << i;
    }
}

TEST_F(ServerBooking, APlaceInTheLineCountsFromOneAndTakesPeriods)
{
  open(shop("queue.promote-batch: 2, queue.promote-period: 3s, queue.max-active-tokens: 2"));
  for (double user = 1; user <= 5; ++user) {
    const Ended end = call(BookingCall::issue_token, {{"u", user}});
    EXPECT_EQ(end.fields[position], user);
    EXPECT_EQ(end.fields[wait], std::ceil(user / 2) * 3);
  }
  EXPECT_EQ(rig_->promote(), 2u);
  EXPECT_EQ(call(BookingCall::queue_status, {{"t", 0}}).fields[position], 0); // active
  EXPECT_EQ(call(BookingCall::queue_status, {{"t", 4}}).fields[position], 3);
  EXPECT_EQ(rig_->promote(), 0u); // two are active
  EXPECT_EQ(call(BookingCall::release_token, {{"t", 0}}).status, 200);
  EXPECT_EQ(rig_->promote(), 1u);
  EXPECT_EQ(call(BookingCall::queue_status, {{"t", 0}}).status, 404);
}

engine::Process scheduler_run(System& system)
{
  co_await system.waiting_queue.promote();
}

// Four commands of 10 ms each from 0.5 s on: popped at 0.53 s, active from 0.54 s.
TEST(QueueScheduler, WhoIsBetweenWaitingAndActiveIsInNeither)
{
  SystemRig rig("system: test\n"
                "hosts: {box: {cores: 1000}}\n"
                "network: {round-trip: 0s, backend-round-trip: 10ms}\n"
                "booking: {users: 10}\n"
                "endpoints:\n"
                "  token: {path: /, input: {user: u}, flow: [{booking: issue_token}, {respond: {}}]}\n"
                "  status: {path: /, input: {token: t}, flow: [{booking: queue_status}, {respond: {}}]}\n");
  rig.at(0, 0, {.send = {{"u", 1}}});
  rig.run_until(0.5);
  rig.simulation.spawn(scheduler_run(*rig.system));
  for (std::uint32_t user = 1; const double asked_s : {0.525, 0.535, 0.545})
    rig.at(asked_s, user++, {.endpoint = 1, .send = {{"t", 0}}});
  rig.run();
  std::vector<int> answers;
  for (const Ended& each : rig.ended)
    answers.push_back(each.status);
  EXPECT_THAT(answers, ElementsAre(200, 200, 404, 200));
}

// Seats 1 to 3 are of event 1, seats 4 to 6 of event 2.
TEST_F(ServerBooking, ASeatHeldWithoutAnEventIsOfItsOwn)
{
  EXPECT_EQ(call(BookingCall::hold_seat, {{"u", 3}, {"s", 5}}).status, 200);
  EXPECT_THAT(call(BookingCall::available_seats, {{"e", 2}}).list, ElementsAre(4, 6));
  EXPECT_EQ(call(BookingCall::hold_seat, {{"u", 3}, {"s", 7}}).status, 404);
  EXPECT_EQ(call(BookingCall::hold_seat, {{"u", 3}}).status, 404);
}

TEST_F(ServerBooking, SeatsAreListedHeldReservedAndPaid)
{
  EXPECT_THAT(call(BookingCall::available_seats, {{"e", 2}}).list, ElementsAre(4, 5, 6));
  const Ended held = call(BookingCall::hold_seat, {{"u", 3}, {"e", 2}, {"s", 5}});
  EXPECT_EQ(held.fields[hold], 1);
  const Ended listed = call(BookingCall::available_seats, {{"e", 2}});
  EXPECT_THAT(listed.list, ElementsAre(4, 6));
  EXPECT_EQ(listed.fields[count], 2);
  EXPECT_EQ(call(BookingCall::reserve, {{"u", 4}, {"h", 1}}).status, 403);
  EXPECT_EQ(call(BookingCall::reserve, {{"u", 3}, {"h", 1}}).fields[reservation], 1);
  EXPECT_EQ(call(BookingCall::pay, {{"u", 3}, {"r", 1}}).fields[payment], 1);
  EXPECT_EQ(call(BookingCall::read_account, {{"u", 3}}).fields[balance], 500);
  EXPECT_EQ(call(BookingCall::pay, {{"u", 3}, {"r", 1}}).status, 409);
  EXPECT_EQ(call(BookingCall::cancel, {{"u", 3}, {"r", 1}}).status, 409);
}

TEST_F(ServerBooking, AUserWithoutAnIdIsTheOneOfTheToken)
{
  call(BookingCall::issue_token, {{"u", 3}});
  EXPECT_EQ(call(BookingCall::charge, {{"t", 2}, {"a", 250}}).status, 200);
  EXPECT_EQ(call(BookingCall::read_account, {{"u", 3}}).fields[balance], 1750);
}

TEST_F(ServerBooking, PointsAreChargedOrRefused)
{
  EXPECT_EQ(call(BookingCall::charge, {{"u", 1}, {"a", -5}}).status, 400);
  EXPECT_EQ(call(BookingCall::charge, {{"u", 1}}).status, 400);
  EXPECT_EQ(call(BookingCall::charge, {{"u", 1}, {"a", 700}}).status, 200);
  EXPECT_EQ(call(BookingCall::read_account, {{"u", 1}}).fields[balance], 2200);
}

TEST_F(ServerBooking, HoldsEndWithTheirTime)
{
  open(shop("queue.unlimited: true", ", hold-ttl: 10s"));
  call(BookingCall::hold_seat, {{"u", 1}, {"e", 1}, {"s", 1}}); // at 1 s
  rig_->run_until(10.9);
  rig_->system->waiting_queue.expire();
  EXPECT_EQ(rig_->system->desk.booking().inventory().open_holds(), 1u);
  rig_->run_until(11);
  rig_->system->waiting_queue.expire();
  EXPECT_EQ(rig_->system->desk.booking().inventory().open_holds(), 0u);
  time_s_ = 11;
  EXPECT_EQ(call(BookingCall::reserve, {{"u", 1}, {"h", 1}}).status, 409);
  EXPECT_EQ(rig_->failed(Cause::refused, Outcome::hold_expired).count, 1u);
}

/// Reads, thinks for 1 s, then writes what it expects unchanged.
std::string optimistic(const std::string& read, const std::string& write)
{
  return free_machine("jvm: {thread-start-cpu: 0s}\nsettings: {queue.unlimited: true}\n"
                      "booking: {users: 10, events: 1, seats-per-event: 3}\n"
                      "endpoints:\n  call:\n    path: /\n    input: {user: u, seat: s, event: e, amount: a}\n"
                      "    flow: [{booking: " +
                      read + "}, {delay: 1s}, {booking: " + write + "}, {respond: {}}]\n");
}

TEST_F(ServerBooking, OfTwoThatReadTheSameSeatTheSecondConflicts)
{
  open(optimistic("read_seat", "hold_seat"));
  rig_->at(0, 0, {.send = {{"u", 1}, {"e", 1}, {"s", 1}}});
  rig_->at(0.5, 1, {.send = {{"u", 2}, {"e", 1}, {"s", 1}}});
  rig_->run();
  EXPECT_EQ(rig_->ended[0].status, 200);
  EXPECT_EQ(rig_->ended[1].status, 409);
  EXPECT_EQ(rig_->failed(Cause::refused, Outcome::version_conflict).count, 1u);
}

TEST_F(ServerBooking, OfTwoThatReadTheSameAccountTheSecondConflicts)
{
  open(optimistic("read_account", "charge"));
  rig_->at(0, 0, {.send = {{"u", 1}, {"a", 5}}});
  rig_->at(0.5, 1, {.send = {{"u", 1}, {"a", 5}}});
  rig_->run();
  EXPECT_EQ(rig_->ended[0].status, 200);
  EXPECT_EQ(rig_->ended[1].status, 409);
}

} // namespace
} // namespace onsale::system
