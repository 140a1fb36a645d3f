#include "sim/cli/program_digest.hpp"

#include "model/config/digest.hpp"

#include <array>
#include <fstream>

namespace onsale::cli {

std::string program_digest()
{
  std::ifstream program("/proc/self/exe", std::ios::binary);
  config::Digest digest;
  std::array<char, 65536> block{};
  while (program) {
    program.read(block.data(), block.size());
    digest.add_bytes({block.data(), static_cast<std::size_t>(program.gcount())});
  }
  return digest.hex();
}

} // namespace onsale::cli
