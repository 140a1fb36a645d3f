#include "model/k6/metric/metric_format.hpp"

#include <gmock/gmock.h>

namespace onsale::k6 {
namespace {

TEST(SummaryFormat, DurationsAreTruncatedInTheUnitThatFits)
{
  EXPECT_EQ(duration_text(0), "0s");
  EXPECT_EQ(duration_text(0.000868), "868ns");
  EXPECT_EQ(duration_text(0.021469), "21.46µs");
  EXPECT_EQ(duration_text(0.9999999), "999.99µs");
  EXPECT_EQ(duration_text(81.0024), "81ms");
  EXPECT_EQ(duration_text(166.6014), "166.6ms");
  EXPECT_EQ(duration_text(1014.8276), "1.01s");
  EXPECT_EQ(duration_text(59999), "59.99s");
  EXPECT_EQ(duration_text(60000), "1m0s");
  EXPECT_EQ(duration_text(172999), "2m52s"); // whole seconds beyond a minute
  EXPECT_EQ(duration_text(3723000), "1h2m3s");
}

TEST(SummaryFormat, BytesAreDecimalWithTwoDigitsOrWholeUnits)
{
  EXPECT_EQ(bytes_text(0), "0 B");
  EXPECT_EQ(bytes_text(9.5), "9.5 B");
  EXPECT_EQ(bytes_text(718.4), "718 B");
  EXPECT_EQ(bytes_text(8973547), "9.0 MB");
  EXPECT_EQ(bytes_text(192929.57), "193 kB");
  EXPECT_EQ(bytes_text(12500), "13 kB"); // a half goes up
  EXPECT_EQ(bytes_text(16392436), "16 MB");
}

TEST(SummaryFormat, RatesAndSharesKeepNoMoreThanTheirDecimals)
{
  EXPECT_EQ(value_text(616.8591795204778, MetricContent::number), "616.85918");
  EXPECT_EQ(value_text(5, MetricContent::number), "5");
  EXPECT_EQ(percent_text(0.99742), "99.74%");
  EXPECT_EQ(percent_text(0.9999999), "99.99%");
  EXPECT_EQ(percent_text(1), "100.00%");
}

TEST(SummaryFormat, ShortestNumbersAreWrittenAsEcmaScriptDoes)
{
  EXPECT_EQ(shortest(0.00003255526255819253), "0.00003255526255819253");
  EXPECT_EQ(shortest(1e-6), "0.000001");
  EXPECT_EQ(shortest(1.5e-7), "1.5e-7");
  EXPECT_EQ(shortest(16392436), "16392436");
  EXPECT_EQ(shortest(-0.5), "-0.5");
  EXPECT_EQ(shortest(1e20), "100000000000000000000");
  EXPECT_EQ(shortest(1e21), "1e+21");
  EXPECT_EQ(shortest(123.456), "123.456");
}

TEST(SummaryFormat, WidthCountsCharactersNotBytes)
{
  EXPECT_EQ(width("21.46µs"), 7);
  EXPECT_EQ(padded("µs", 4), "µs  ");
}

} // namespace
} // namespace onsale::k6
