#include "sim/study/variable.hpp"

#include <gmock/gmock.h>

namespace onsale::study {
namespace {

using testing::ElementsAre;

std::vector<std::string> values(const std::string& text)
{
  config::Faults faults;
  const Variable variable = parse_variable(text, faults);
  faults.throw_if_any();
  return variable.values;
}

std::string fault(const std::string& text)
{
  config::Faults faults;
  parse_variable(text, faults);
  return faults.empty() ? "" : to_string(faults.list().front());
}

} // namespace

TEST(Variable, IsAListOrStepsOrEqualRatios)
{
  EXPECT_THAT(values("pool=5,10,20"), ElementsAre("5", "10", "20"));
  EXPECT_THAT(values("vus=100..350:100"), ElementsAre("100", "200", "300"));
  EXPECT_THAT(values("x=0.1..0.3:0.1"), ElementsAre("0.1", "0.2", "0.3"));
  EXPECT_THAT(values("cpu=1ms..2ms:0.5ms"), ElementsAre("1ms", "1.5ms", "2ms"));
}

TEST(Variable, WholeEndsGiveWholeValuesEachOnce)
{
  EXPECT_THAT(values("threads=log(10..1000:5)"), ElementsAre("10", "32", "100", "316", "1000"));
  EXPECT_THAT(values("pool=log(1..3:5)"), ElementsAre("1", "2", "3"));
  EXPECT_THAT(values("factor=log(1.0..4.0:3)"), ElementsAre("1", "2", "4"));
}

TEST(Variable, FaultsSayWhatWasExpected)
{
  EXPECT_EQ(fault("pool"), "--vary: expected NAME=V1,V2,.. or NAME=A..B:STEP or NAME=log(A..B:N), found \"pool\"");
  EXPECT_EQ(fault("pool=1,,2"), "--vary: pool: expected values between the commas, found \"1,,2\"");
  EXPECT_EQ(fault("pool=1..x:2"), "--vary: pool: expected a number, with a unit if it has one, found \"x\"");
  EXPECT_EQ(fault("pool=9..1:2"), "--vary: pool: a range goes from the smaller to the larger end, found \"9..1:2\"");
  EXPECT_EQ(fault("cpu=1ms..2s:1ms"), "--vary: cpu: the ends of a range have one unit, found \"ms\" and \"s\"");
  EXPECT_EQ(fault("pool=1..9:0"), "--vary: pool: expected a step above 0 with at most 10000 values, found \"0\"");
  EXPECT_EQ(fault("pool=log(0..9:3)"), "--vary: pool: equal ratios need ends above 0");
}

} // namespace onsale::study
