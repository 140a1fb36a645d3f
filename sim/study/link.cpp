#include "sim/study/link.hpp"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <system_error>

namespace onsale::study {

std::unique_ptr<Link> link_of_mpirun()
{
  if (std::getenv("OMPI_COMM_WORLD_SIZE") == nullptr and std::getenv("PMI_SIZE") == nullptr)
    return nullptr;
  std::error_code error;
  const auto folder = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
  void* library = nullptr;
  std::string problem;
  // Beside the program as it is built, then where it is installed. Its own MPI goes before the functions of the same
  // names that SimGrid brings along (SMPI), which mpirun does not know.
  for (const auto& place : {folder / "onsale_mpi.so", folder / ONSALE_LIBRARIES_FROM_BIN / "onsale_mpi.so"})
    if (library == nullptr) {
      library = dlopen(place.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND);
      problem = library == nullptr ? dlerror() : "";
    }
  auto* const make = library == nullptr ? nullptr : reinterpret_cast<Link* (*)()>(dlsym(library, "onsale_mpi_link"));
  if (make == nullptr)
    throw std::runtime_error("runs under mpirun need onsale's library for MPI (Debian: package onsale-mpi): " +
                             problem);
  return std::unique_ptr<Link>(make());
}

} // namespace onsale::study
