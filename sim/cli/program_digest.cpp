#include "sim/cli/program_digest.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <fstream>

namespace onsale::cli {

std::string program_digest()
{
  std::ifstream program("/proc/self/exe", std::ios::binary);
  std::uint64_t digest = 0xcbf29ce484222325;
  // FNV-1a over words of 8 bytes: a few milliseconds for a program of some megabytes.
  std::array<char, 65536> block{};
  while (program) {
    program.read(block.data(), block.size());
    const auto size = static_cast<std::size_t>(program.gcount());
    std::fill(block.begin() + static_cast<std::ptrdiff_t>(size), block.end(), '\0');
    for (std::size_t i = 0; i < size; i += sizeof(std::uint64_t)) {
      std::uint64_t word = 0;
      std::memcpy(&word, block.data() + i, sizeof word);
      digest = (digest ^ word) * 0x100000001b3;
    }
  }
  return fmt::format("{:016x}", digest);
}

} // namespace onsale::cli
