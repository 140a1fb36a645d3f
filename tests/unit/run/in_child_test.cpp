#include "sim/run/in_child.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>

namespace onsale::run {
namespace {

using testing::ElementsAre;
using testing::StartsWith;

std::string failure_of(const std::function<std::string()>& work)
{
  try {
    in_child(work);
  } catch (const ChildFailure& failure) {
    return failure.what();
  }
  return "none";
}

} // namespace

TEST(InChild, HandsBackTextOfAnyLength)
{
  const std::string large(3'000'000, 'x'); // far more than a pipe holds
  EXPECT_EQ(in_child([&] { return large; }), large);
  EXPECT_EQ(in_child([] { return std::string(); }), "");
}

TEST(InChild, RunsInAProcessOfItsOwn)
{
  int touched = 0;
  EXPECT_NE(in_child([&] {
              touched = 1;
              return std::to_string(getpid());
            }),
            std::to_string(getpid()));
  EXPECT_EQ(touched, 0);
}

TEST(InChild, TellsWhatEndedTheChild)
{
  EXPECT_EQ(failure_of([]() -> std::string { throw std::runtime_error("no seats"); }), "no seats");
  EXPECT_THAT(failure_of([]() -> std::string {
                raise(SIGKILL);
                return "";
              }),
              StartsWith("the run was ended by signal "));
  EXPECT_EQ(failure_of([]() -> std::string { _exit(3); }), "the run ended with exit code 3");
}

TEST(InChildren, ResultsComeInOrderWhoeverEndsFirst)
{
  std::vector<std::string> texts;
  in_children(
      4, 4,
      [](std::size_t number) {
        usleep(static_cast<useconds_t>(40'000 * (3 - number))); // the last ends first
        return std::to_string(number);
      },
      [&](std::size_t number, const ChildResult& result) {
        EXPECT_EQ(number, texts.size());
        texts.push_back(result.text);
      });
  EXPECT_THAT(texts, ElementsAre("0", "1", "2", "3"));
}

TEST(InChildren, AFailureIsToldInItsPlace)
{
  std::vector<std::string> told;
  in_children(
      3, 2,
      [](std::size_t number) -> std::string {
        if (number == 1)
          throw std::runtime_error("number 1 failed");
        return "fine";
      },
      [&](std::size_t, const ChildResult& result) { told.push_back(result.text + result.failure); });
  EXPECT_THAT(told, ElementsAre("fine", "number 1 failed", "fine"));
}

TEST(InChildren, AThrowingReceiverEndsTheChildrenThatStillRun)
{
  EXPECT_THROW(in_children(
                   2, 2,
                   [](std::size_t number) {
                     if (number == 1)
                       sleep(600);
                     return std::string();
                   },
                   [](std::size_t, const ChildResult&) { throw std::runtime_error("enough"); }),
               std::runtime_error);
}

TEST(InChild, ThereIsAtLeastOneCore)
{
  EXPECT_GE(available_cores(), 1U);
}

} // namespace onsale::run
