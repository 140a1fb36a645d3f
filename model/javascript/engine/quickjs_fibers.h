/* What QuickJS needs beside its own interface so that many native stacks, many users and a simulated clock share one runtime. */
#pragma once

#include <quickjs.h>
#include <stdint.h>
#include <sys/time.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The clock that `Date` reads: simulated time, in UTC. Defined in engine/clock.cpp. */
int onsale_js_time(struct timeval *now);

/* The innermost frame of what runs now: to be kept while another stack runs. */
void *JSF_Frame(JSRuntime *rt);
/* Goes on with what runs on another stack: its innermost frame (NULL: none) and the top of the stack. */
void JSF_Switch(JSRuntime *rt, void *frame, uintptr_t stack_top);
/* Swaps the runtime's promise jobs with those in `head`, a struct list_head (two pointers, both to itself when empty). */
void JSF_Jobs(JSRuntime *rt, void *head);
/* No catch and no finally of the script sees the exception that is pending. */
void JSF_Uncatchable(JSContext *ctx);

/* One more instance of a compiled module that shares its byte code. It imports what the template imports until JSF_SetImport. */
JSModuleDef *JSF_CloneModule(JSContext *ctx, JSModuleDef *module);
int JSF_Imports(JSModuleDef *module);
JSModuleDef *JSF_Import(JSModuleDef *module, int number);
void JSF_SetImport(JSModuleDef *module, int number, JSModuleDef *imported);
/* Links and runs a module and what it imports. */
JSValue JSF_Evaluate(JSContext *ctx, JSModuleDef *module);
/* The value of an export now; undefined without an export of that name. */
JSValue JSF_Export(JSContext *ctx, JSModuleDef *module, const char *name);
/* The names that a module exports itself: `number` from 0; JS_ATOM_NULL behind the last. To be freed by the caller. */
JSAtom JSF_ExportName(JSContext *ctx, JSModuleDef *module, int number);

/* Changes whenever a property is added to, removed from or redefined in an object. */
const void *JSF_Shape(JSValueConst object);

#ifdef __cplusplus
}
#endif
