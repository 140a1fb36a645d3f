/* QuickJS as the npm package `qjsc` has it, with what must be added inside: no line of it is changed. */
#include "model/javascript/engine/quickjs_fibers.h"

#include <time.h>

/* `Date` shows the simulated clock, and it stands in UTC. */
#define gettimeofday(now, zone) onsale_js_time(now)
#define localtime_r gmtime_r
#include "quickjs.c"

void *JSF_Frame(JSRuntime *rt)
{
  return rt->current_stack_frame;
}

void JSF_Switch(JSRuntime *rt, void *frame, uintptr_t stack_top)
{
  rt->current_stack_frame = frame;
  rt->stack_top = stack_top;
  update_stack_limit(rt);
}

static void move_jobs(struct list_head *to, struct list_head *from)
{
  init_list_head(to);
  if (list_empty(from))
    return;
  to->next = from->next;
  to->prev = from->prev;
  to->next->prev = to;
  to->prev->next = to;
  init_list_head(from);
}

void JSF_Jobs(JSRuntime *rt, void *head)
{
  struct list_head *own = head;
  struct list_head kept;
  if (list_empty(own) && list_empty(&rt->job_list))
    return;
  move_jobs(&kept, own);
  move_jobs(own, &rt->job_list);
  move_jobs(&rt->job_list, &kept);
}

void JSF_Uncatchable(JSContext *ctx)
{
  JSValue exception = ctx->rt->current_exception;
  if (JS_VALUE_GET_TAG(exception) == JS_TAG_OBJECT && JS_VALUE_GET_OBJ(exception)->class_id == JS_CLASS_ERROR)
    JS_VALUE_GET_OBJ(exception)->is_uncatchable_error = TRUE;
}

static void *copied(JSContext *ctx, const void *array, size_t bytes)
{
  void *copy;
  if (bytes == 0)
    return NULL;
  copy = js_malloc(ctx, bytes);
  if (copy)
    memcpy(copy, array, bytes);
  return copy;
}

/* Counts of entries are set only once their array is there: js_free_module_def() can take what was made so far. */
JSModuleDef *JSF_CloneModule(JSContext *ctx, JSModuleDef *module)
{
  int i;
  JSModuleDef *clone = js_new_module_def(ctx, JS_DupAtom(ctx, module->module_name));
  if (!clone)
    return NULL;
#define COPY(field)                                                                                                    \
  clone->field = copied(ctx, module->field, sizeof(*module->field) * (size_t)module->field##_count);                   \
  if (module->field##_count && !clone->field)                                                                          \
    return NULL;                                                                                                       \
  clone->field##_count = clone->field##_size = module->field##_count;
  COPY(req_module_entries)
  for (i = 0; i < clone->req_module_entries_count; i++)
    JS_DupAtom(ctx, clone->req_module_entries[i].module_name);
  COPY(export_entries)
  for (i = 0; i < clone->export_entries_count; i++) {
    JSExportEntry *entry = &clone->export_entries[i];
    JS_DupAtom(ctx, entry->export_name);
    JS_DupAtom(ctx, entry->local_name);
    if (entry->export_type == JS_EXPORT_TYPE_LOCAL)
      entry->u.local.var_ref = NULL;
  }
  COPY(star_export_entries)
  COPY(import_entries)
  for (i = 0; i < clone->import_entries_count; i++)
    JS_DupAtom(ctx, clone->import_entries[i].import_name);
#undef COPY
  clone->func_obj = JS_DupValue(ctx, module->func_obj);
  clone->resolved = TRUE;
  return clone;
}

int JSF_Imports(JSModuleDef *module)
{
  return module->req_module_entries_count;
}

JSModuleDef *JSF_Import(JSModuleDef *module, int number)
{
  return module->req_module_entries[number].module;
}

void JSF_SetImport(JSModuleDef *module, int number, JSModuleDef *imported)
{
  module->req_module_entries[number].module = imported;
}

JSValue JSF_Evaluate(JSContext *ctx, JSModuleDef *module)
{
  if (js_create_module_function(ctx, module) < 0 || js_link_module(ctx, module) < 0)
    return JS_EXCEPTION;
  return js_evaluate_module(ctx, module);
}

JSValue JSF_Export(JSContext *ctx, JSModuleDef *module, const char *name)
{
  JSModuleDef *from;
  JSExportEntry *entry;
  JSVarRef *variable;
  JSAtom atom = JS_NewAtom(ctx, name);
  JSResolveResultEnum result = js_resolve_export(ctx, &from, &entry, module, atom);
  JS_FreeAtom(ctx, atom);
  if (result != JS_RESOLVE_RES_FOUND)
    return JS_UNDEFINED;
  if (entry->local_name == JS_ATOM__star_)
    return js_get_module_ns(ctx, from->req_module_entries[entry->u.req_module_idx].module);
  variable = entry->u.local.var_ref;
  if (!variable || JS_IsUninitialized(*variable->pvalue))
    return JS_UNDEFINED;
  return JS_DupValue(ctx, *variable->pvalue);
}

JSAtom JSF_ExportName(JSContext *ctx, JSModuleDef *module, int number)
{
  if (number >= module->export_entries_count)
    return JS_ATOM_NULL;
  return JS_DupAtom(ctx, module->export_entries[number].export_name);
}

const void *JSF_Shape(JSValueConst object)
{
  return JS_VALUE_GET_TAG(object) == JS_TAG_OBJECT ? JS_VALUE_GET_OBJ(object)->shape : NULL;
}
