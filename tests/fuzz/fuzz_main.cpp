// The libFuzzer target of one reader, named by ONSALE_FUZZ_READER.
#include "tests/fuzz/readers.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
  using namespace onsale::fuzz;
  static const auto reader = std::find_if(readers().begin(), readers().end(),
                                          [](const Reader& each) { return each.name == ONSALE_FUZZ_READER; });
  if (reader == readers().end())
    std::abort(); // the build names a reader that is none
  takes(*reader, {reinterpret_cast<const char*>(data), size});
  return 0;
}
