/// The environment that programs which this one starts are given.
#pragma once

#include <dlfcn.h>

namespace onsale::plots {

/// Asked of the C library: naming `environ` would move it into the program, and a library that is bound to its own
/// symbols (that of MPI) would go on with another one.
inline char** child_environment()
{
  return *static_cast<char***>(dlsym(RTLD_DEFAULT, "environ"));
}

} // namespace onsale::plots
