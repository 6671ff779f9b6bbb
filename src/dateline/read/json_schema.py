"""stub"""
def build_event_schema(settings): return {}
