#include "sim/run/fan_out.hpp"

#include <gmock/gmock.h>

#include <map>

namespace onsale::run {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using testing::ThrowsMessage;

} // namespace

TEST(FanOut, EachKeyIsMissingOnceUnlessItIsKnown)
{
  const std::vector<std::string> wanted = {"a", "b", "a", "c", "b"};
  EXPECT_THAT(missing(wanted, [](const std::string& key) { return key == "c"; }), ElementsAre(0, 1));
}

TEST(FanOut, KeepsInThisProcessWhatTheChildrenTell)
{
  std::map<std::size_t, std::string> kept;
  fan_out(child_processes(2), {4, 7},
          {.work = [](std::size_t number) { return std::to_string(number * number); },
           .keep = [&](std::size_t number, const std::string& text) { kept[number] = text; },
           .name = {}});
  EXPECT_THAT(kept, ElementsAre(Pair(4, "16"), Pair(7, "49")));
}

TEST(FanOut, AFailureIsNamedAndWhatEndedBeforeIsKept)
{
  std::vector<std::size_t> kept;
  const auto all = [&] {
    fan_out(child_processes(1, Told::in_order), {1, 2, 3},
            {.work = [](std::size_t number) -> std::string {
               if (number == 2)
                 throw std::runtime_error("no");
               return "";
             },
             .keep = [&](std::size_t number, const std::string&) { kept.push_back(number); },
             .name = [](std::size_t number) { return "run " + std::to_string(number); }});
  };
  EXPECT_THAT(all, ThrowsMessage<ChildFailure>(HasSubstr("run 2: no")));
  EXPECT_THAT(kept, ElementsAre(1));
}

} // namespace onsale::run
